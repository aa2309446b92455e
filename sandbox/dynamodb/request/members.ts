import { isObject } from '../../kernel/json.ts';
import { validation, wrongShape } from '../errors.ts';

/** The members of a request before they are checked. */
export type RawInput = Readonly<Record<string, unknown>>;

/** A member that is text. Throws SerializationException where it is something else. */
export function text(raw: RawInput, name: string): string | undefined {
  return read(raw, name, (value) => {
    if (typeof value !== 'string') throw wrongShape('String', value);
    return value;
  });
}

/** A member that is a whole number. */
export function integer(raw: RawInput, name: string): number | undefined {
  return read(raw, name, (value) => {
    if (typeof value !== 'number') throw wrongShape('Integer', value);
    return Math.trunc(value);
  });
}

/** A member that is true or false. */
export function flag(raw: RawInput, name: string): boolean | undefined {
  return read(raw, name, (value) => {
    if (typeof value !== 'boolean') throw wrongShape('Boolean', value);
    return value;
  });
}

/** A member that is a list. */
export function list(raw: RawInput, name: string): readonly unknown[] | undefined {
  return read(raw, name, (value): readonly unknown[] => {
    if (!Array.isArray(value)) throw wrongShape('List', value);
    return value;
  });
}

/** A member that is a list of objects. */
export function objects(raw: RawInput, name: string): readonly RawInput[] | undefined {
  return list(raw, name)?.map((value) => {
    if (!isObject(value)) throw wrongShape('Structure', value);
    return value;
  });
}

/** A member that is an object. */
export function object(raw: RawInput, name: string): RawInput | undefined {
  return read(raw, name, (value) => {
    if (!isObject(value)) throw wrongShape('Structure', value);
    return value;
  });
}

/** Whether the member is there; null counts as absent, as AWS reads it. */
export function isGiven(raw: RawInput, name: string): boolean {
  return raw[name] !== undefined && raw[name] !== null;
}

/** What an operation takes. */
export interface KnownMembers {
  readonly members: readonly string[];
  /** Parameters from before expressions; refused. */
  readonly legacy?: readonly string[];
}

/**
 * Refuses, by name, what the sandbox does not take: members that are not in the list and legacy parameters, the latter
 * with DynamoDB's own text where they are mixed with expressions.
 */
export function refuseUnsupported(raw: RawInput, { members, legacy = [] }: KnownMembers): void {
  const old = legacy.filter((name) => isGiven(raw, name));
  const modern = members.filter((name) => name.endsWith('Expression') && isGiven(raw, name));
  if (old.length > 0 && modern.length > 0) {
    throw validation(
      'Can not use both expression and non-expression parameters in the same request: ' +
        `Non-expression parameters: {${old.join(', ')}} Expression parameters: {${modern.join(', ')}}`,
    );
  }
  if (old.length > 0) {
    throw validation(
      `${old.join(', ')}: legacy parameters are not supported by the sandbox; use expressions`,
    );
  }
  const unknown = Object.keys(raw).filter((name) => isGiven(raw, name) && !members.includes(name));
  if (unknown.length > 0) throw validation(`${unknown.join(', ')}: not supported by the sandbox`);
}

function read<Value>(raw: RawInput, name: string, check: (value: unknown) => Value): Value | undefined {
  const value = raw[name];
  return value === undefined || value === null ? undefined : check(value);
}
