import * as z from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { ParameterValue } from '../kernel/stack-plan.ts';
import { shaped, text } from './shape.ts';
import { TemplateError } from './template-error.ts';

const bound = text.transform((value) => numberOf(value) ?? Number.NaN).optional();

const declarationSchema = z.strictObject({
  Type: text.default(''),
  Default: text.optional(),
  Description: z.unknown().optional(),
  NoEcho: text.default('false'),
  AllowedValues: z.array(text, 'must be a list').optional(),
  AllowedPattern: text.refine(isPattern, 'is no regular expression').optional(),
  ConstraintDescription: text.optional(),
  MinLength: bound,
  MaxLength: bound,
  MinValue: bound,
  MaxValue: bound,
});

type Declaration = z.output<typeof declarationSchema>;

/**
 * The values of a template's parameters: `given` by name, else the defaults, checked against the constraints.
 * @throws TemplateError for a missing, unknown or refused value
 */
export function parameterValues(
  declarations: ReadonlyMap<string, JsonObject>,
  given: Readonly<Record<string, string>>,
): ParameterValue[] {
  const texts = new Map(Object.entries(given));
  const unknown = [...texts.keys()].filter((name) => !declarations.has(name));
  if (unknown.length > 0) {
    const known = declarations.size === 0 ? 'it has none' : `it has [${[...declarations.keys()].join(', ')}]`;
    throw new TemplateError('Parameters', `[${unknown.join(', ')}] do not exist in the template; ${known}`);
  }
  const missing = [...declarations]
    .filter(([name, declaration]) => !texts.has(name) && declaration['Default'] === undefined)
    .map(([name]) => name);
  if (missing.length > 0) throw new TemplateError('Parameters', `[${missing.join(', ')}] must have values`);
  return [...declarations].map(([name, body]) => {
    const declaration = shaped(declarationSchema, body, `Parameters.${name}`);
    return parameterValue(name, declaration, texts.get(name) ?? declaration.Default ?? '');
  });
}

function parameterValue(name: string, declaration: Declaration, given: string): ParameterValue {
  const at = `Parameters.${name}`;
  const { Type: type, ConstraintDescription: told } = declaration;
  const secret = declaration.NoEcho === 'true';
  const value = typedValue(type, given, at);
  const problem = value === undefined ? `is no ${type}` : violation(declaration, given);
  if (value !== undefined && problem === undefined) return { name, value, text: given, secret };
  const refusal = `${secret ? 'the value' : JSON.stringify(given)} ${problem ?? ''}`;
  throw new TemplateError(at, told === undefined ? refusal : `${refusal}: ${told}`);
}

function typedValue(type: string, given: string, at: string): Json | undefined {
  if (type === 'Number') return numberOf(given);
  if (type === 'List<Number>') {
    const numbers = listOf(given).map(numberOf);
    return numbers.every((number) => number !== undefined) ? numbers : undefined;
  }
  if (type === 'CommaDelimitedList' || type.startsWith('List<AWS::')) return listOf(given);
  if (type === 'String') return given;
  if (type.startsWith('AWS::') && !type.startsWith('AWS::SSM::')) return given;
  const named = type === '' ? 'a parameter without a type' : type;
  throw new TemplateError(`${at}.Type`, `${named} is not supported by the sandbox`);
}

function isPattern(given: string): boolean {
  try {
    return new RegExp(given) instanceof RegExp;
  } catch {
    return false;
  }
}

function listOf(given: string): string[] {
  return given === '' ? [] : given.split(',').map((item) => item.trim());
}

function numberOf(given: string): number | undefined {
  const number = Number(given);
  return given.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

/** What a value breaks, if anything. */
function violation(declaration: Declaration, given: string): string | undefined {
  const { Type: type, AllowedValues: allowed, AllowedPattern: pattern } = declaration;
  const items = type.startsWith('List') || type === 'CommaDelimitedList' ? listOf(given) : [given];
  if (allowed !== undefined && !items.every((item) => allowed.includes(item))) {
    return `is none of [${allowed.join(', ')}]`;
  }
  if (pattern !== undefined && !items.every((item) => new RegExp(`^(?:${pattern})$`).test(item))) {
    return `does not match ${pattern}`;
  }
  const { MinLength = 0, MaxLength = Infinity, MinValue = -Infinity, MaxValue = Infinity } = declaration;
  if (given.length < MinLength) return 'is shorter than MinLength';
  if (given.length > MaxLength) return 'is longer than MaxLength';
  const number = type === 'Number' ? Number(given) : undefined;
  if (number !== undefined && number < MinValue) return 'is below MinValue';
  if (number !== undefined && number > MaxValue) return 'is above MaxValue';
  return undefined;
}
