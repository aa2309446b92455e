import * as z from 'zod';

/** Schemas by their ids, as a dialect writes them: zod turns a schema with an id into a reference to its definition. */
export function schemaDefinitions(
  schema: z.ZodType,
  dialect: { readonly target: 'openapi-3.0' | 'draft-04'; readonly io: 'input' | 'output' },
): Readonly<Record<string, unknown>> {
  return withDefinitions.parse(z.toJSONSchema(schema, dialect)).definitions;
}

const withDefinitions = z.object({ definitions: z.record(z.string(), z.unknown()) });
