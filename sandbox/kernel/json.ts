/** Anything JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether `value` is an object and no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON text, or undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    // JSON.parse gives exactly the values that Json describes.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The members that have a value. */
export function definedIn<Value>(
  members: Readonly<Record<string, Value | undefined>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
