import type { Json, JsonObject } from '../kernel/json.ts';
import type { ParameterValue } from '../kernel/stack-plan.ts';
import { asList, asText, member, onlyKeys } from './shape.ts';
import { TemplateError } from './template-error.ts';

const members = [
  'Type',
  'Default',
  'Description',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
];

/**
 * The values of a template's parameters: `given` by name, else the defaults, checked against the constraints.
 * @throws TemplateError for a missing, unknown or refused value
 */
export function parameterValues(
  declarations: ReadonlyMap<string, JsonObject>,
  given: Readonly<Record<string, string>>,
): ParameterValue[] {
  const unknown = Object.keys(given).filter((name) => !declarations.has(name));
  if (unknown.length > 0) {
    const known = declarations.size === 0 ? 'it has none' : `it has [${[...declarations.keys()].join(', ')}]`;
    throw new TemplateError('Parameters', `[${unknown.join(', ')}] do not exist in the template; ${known}`);
  }
  const missing = [...declarations]
    .filter(([name, declaration]) => !Object.hasOwn(given, name) && declaration['Default'] === undefined)
    .map(([name]) => name);
  if (missing.length > 0) throw new TemplateError('Parameters', `[${missing.join(', ')}] must have values`);
  return [...declarations].map(([name, declaration]) => {
    const at = `Parameters.${name}`;
    onlyKeys(declaration, members, at);
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    return parameterValue({ name, declaration, at, text: text ?? asText(declaration['Default'] ?? '', at) });
  });
}

interface Draft {
  readonly name: string;
  readonly declaration: JsonObject;
  readonly at: string;
  readonly text: string;
}

function parameterValue({ name, declaration, at, text }: Draft): ParameterValue {
  const type = asText(declaration['Type'] ?? '', `${at}.Type`);
  const secret = String(declaration['NoEcho'] ?? false) === 'true';
  const shown = secret ? 'the value' : JSON.stringify(text);
  const problem = typedValue(type, text, at) === undefined ? `${shown} is no ${type}` : undefined;
  const refusal = problem ?? violation(declaration, text, { at, type, shown });
  if (refusal !== undefined) {
    const told = declaration['ConstraintDescription'];
    throw new TemplateError(at, told === undefined ? refusal : `${refusal}: ${asText(told, at)}`);
  }
  return { name, value: typedValue(type, text, at) ?? text, text, secret };
}

function typedValue(type: string, text: string, at: string): Json | undefined {
  if (type === 'Number') return numberOf(text);
  if (type === 'List<Number>') {
    const numbers = listOf(text).map(numberOf);
    return numbers.every((number) => number !== undefined) ? numbers : undefined;
  }
  if (type === 'CommaDelimitedList' || type.startsWith('List<AWS::')) return listOf(text);
  if (type === 'String') return text;
  if (type.startsWith('AWS::') && !type.startsWith('AWS::SSM::')) return text;
  throw new TemplateError(
    `${at}.Type`,
    `${type || 'a parameter without a type'} is not supported by the sandbox`,
  );
}

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

interface Context {
  readonly at: string;
  readonly type: string;
  readonly shown: string;
}

function violation(declaration: JsonObject, text: string, { at, type, shown }: Context): string | undefined {
  const items = type.startsWith('List') || type === 'CommaDelimitedList' ? listOf(text) : [text];
  const bound = (name: string): number | undefined => {
    const value = member(declaration, name);
    return value === undefined ? undefined : numberOf(asText(value, `${at}.${name}`));
  };
  const allowed = member(declaration, 'AllowedValues');
  if (allowed !== undefined) {
    const values = asList(allowed, `${at}.AllowedValues`).map((value) => asText(value, at));
    if (!items.every((item) => values.includes(item))) return `${shown} is none of [${values.join(', ')}]`;
  }
  const pattern = member(declaration, 'AllowedPattern');
  if (pattern !== undefined) {
    const expression = asText(pattern, `${at}.AllowedPattern`);
    if (!items.every((item) => new RegExp(`^(?:${expression})$`).test(item))) {
      return `${shown} does not match ${expression}`;
    }
  }
  if (text.length < (bound('MinLength') ?? 0)) return `${shown} is shorter than MinLength`;
  if (text.length > (bound('MaxLength') ?? Infinity)) return `${shown} is longer than MaxLength`;
  const number = type === 'Number' ? Number(text) : undefined;
  if (number !== undefined && number < (bound('MinValue') ?? -Infinity)) return `${shown} is below MinValue`;
  if (number !== undefined && number > (bound('MaxValue') ?? Infinity)) return `${shown} is above MaxValue`;
  return undefined;
}
