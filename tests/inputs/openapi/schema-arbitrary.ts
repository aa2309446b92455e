import * as fc from 'fast-check';
import { checkKeywords, resolved } from './api-document.ts';
import type { Schema } from './api-document.ts';

/**
 * Values that a schema of the document allows. Where the document cannot say everything (a supported currency, an
 * address that mail can reach), these are values that nobody could refuse.
 */
export function valuesOf(reference: Schema): fc.Arbitrary<unknown> {
  const schema = resolved(reference);
  checkKeywords(schema);
  // A default stands for a choice that the document does not list.
  if (schema.default !== undefined) return fc.constant(schema.default);
  switch (schema.type) {
    case 'object':
      return objects(schema);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    case 'string':
      return texts(schema);
    case 'integer':
    case 'number':
      return numbers(schema);
    default:
      throw new RangeError('a schema without a type is not supported');
  }
}

function objects(schema: Schema): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema;
  if (properties !== undefined) {
    const arbitraries = Object.entries(properties).map(([name, part]) => [name, valuesOf(part)]);
    // fast-check types the record by its literal; here the names come from a file.
    const record = fc.record(Object.fromEntries(arbitraries) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: [...required],
    });
    return record.map((value) => ({ ...value }));
  }
  if (additionalProperties === undefined || additionalProperties === false) return fc.constant({});
  const names = texts(schema['x-propertyNames'] ?? {}).filter((name) => !(name in Object.prototype));
  return fc.dictionary(names, valuesOf(additionalProperties), {
    maxKeys: Math.min(schema.maxProperties ?? 5, 5),
    noNullPrototype: true,
  });
}

const letters = fc.constantFrom(...'abcdefXYZ0189-., \u00df\u00e9\u0416\u05d0\u6771\u2603');
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: fc.stringMatching(/^[a-z0-9]{1,20}(\.[a-z]{1,5})?(\+[a-z]{1,5})?@[a-z0-9]{1,20}\.(com|org|co\.uk)$/),
  uuid: fc.uuid(),
  'date-time': fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
};

function texts(schema: Schema): fc.Arbitrary<string> {
  const { enum: choices, pattern, format, minLength = 0, maxLength = 60 } = schema;
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  if (format !== undefined) {
    const known = formats[format];
    if (known === undefined) throw new RangeError(`the format ${format} is not supported`);
    return known;
  }
  // Never blank: a letter first.
  const rest = fc.string({
    unit: letters,
    minLength: Math.max(0, minLength - 1),
    maxLength: Math.max(0, maxLength - 1),
  });
  return rest.map((text) => `a${text}`);
}

function numbers({ type, minimum = 0, maximum = 1_000, multipleOf }: Schema): fc.Arbitrary<number> {
  const perUnit = type === 'integer' ? 1 : 1 / (multipleOf ?? 1);
  const bound = (value: number): number => Math.round(value * perUnit);
  // A quotient of whole numbers is the double that is nearest to the decimal, so it is written with its decimals.
  return fc.integer({ min: bound(minimum), max: bound(maximum) }).map((count) => count / Math.round(perUnit));
}
