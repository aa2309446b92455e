import { createRequire } from 'node:module';
import { apiDocument } from './api-document.ts';
import type { Schema } from './api-document.ts';

/** Says what is wrong with a value by the document; nothing when it is as documented. */
export type Judge = (value: unknown) => readonly string[];

interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

interface Ajv {
  readonly compile: (schema: object) => Validate;
  readonly addFormat: (name: string, format: RegExp) => Ajv;
  readonly removeKeyword: (name: string) => Ajv;
  readonly addKeyword: (definition: object) => Ajv;
}

// The sandbox's own ajv: the project's root has an older one, which belongs to the linter.
const { Ajv } = createRequire(new URL('../../../sandbox/package.json', import.meta.url))('ajv') as {
  readonly Ajv: new (options: object) => Ajv;
};

const formats: Readonly<Record<string, RegExp>> = {
  email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
};

/** Judges what clients send: exactly what the document says. */
export const requestJudge = (schema: Schema): Judge => judge(schema, (part) => part);

/** Judges what the system answers: what the document does not name must not be there either. */
export const answerJudge = (schema: Schema): Judge =>
  judge(schema, (part) =>
    part.type === 'object' && part.properties !== undefined ? { additionalProperties: false, ...part } : part,
  );

function judge(schema: Schema, adapt: (part: Schema) => Schema): Judge {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  // Its own division of floats finds that 29.99 is no multiple of 0.01.
  ajv.removeKeyword('multipleOf').addKeyword({ keyword: 'multipleOf', type: 'number', validate: isMultiple });
  const { schemas } = apiDocument.components;
  const components = { schemas: Object.fromEntries(Object.entries(schemas).map(([id, part]) => [id, adapted(part, adapt)])) }; // prettier-ignore
  const validate = ajv.compile({ components, allOf: [schema] });
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

function adapted(value: unknown, adapt: (part: Schema) => Schema): unknown {
  if (Array.isArray(value)) return value.map((element) => adapted(element, adapt));
  if (typeof value !== 'object' || value === null) return value;
  // OpenAPI 3.0 cannot say propertyNames, so our document says it as an extension.
  const entries = Object.entries(value).map(([key, part]) => [
    key === 'x-propertyNames' ? 'propertyNames' : key,
    adapted(part, adapt),
  ]);
  // Every object of the document is tried: `adapt` looks for those that are schemas of objects.
  return adapt(Object.fromEntries(entries) as Schema);
}

/** Decides on decimal digits. Both are numbers as JSON writes them, without exponents in the ranges of the document. */
function isMultiple(step: number, value: number): boolean {
  const [text, stepText] = [value, step].map((number) => number.toString());
  if (text === undefined || stepText === undefined || text.includes('e'))
    return Number.isInteger(value / step);
  const decimals = Math.max(...[text, stepText].map((each) => each.split('.')[1]?.length ?? 0));
  const scaled = (each: string): bigint => {
    const [whole = '', fraction = ''] = each.split('.');
    return BigInt(whole + fraction.padEnd(decimals, '0'));
  };
  return scaled(text) % scaled(stepText) === 0n;
}
