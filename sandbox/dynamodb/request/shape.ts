import { isObject } from '../../kernel/json.ts';
import { validation, wrongShape } from '../errors.ts';

/** The members of a request before they are checked. */
export type RawInput = Readonly<Record<string, unknown>>;

/**
 * Reads one member. JSON of the wrong type is refused at once; violated constraints are noted and reported together.
 * `at` is the member as DynamoDB spells it: `keySchema.1.member.keyType`.
 */
export type Reader<Value> = (value: unknown, at: string, found: Findings) => Value;

/** The members of a structure, in the order in which DynamoDB reports their violations. */
export type Members = Readonly<Record<string, Reader<unknown>>>;

/** What a shape reads. */
export type InputOf<Shape extends Members> = { readonly [Name in keyof Shape]: ReturnType<Shape[Name]> };

/** A constraint: what it says where a value violates it. */
export type Rule<Value> = (value: Value) => string | undefined;

/**
 * A reader for the input of an operation; null counts as absent, as AWS reads it. What the shape does not name is
 * refused by name, and so are `legacy` parameters: with DynamoDB's own text where they are mixed with expressions.
 */
export function inputOf<Shape extends Members>(
  members: Shape,
  legacy: readonly string[] = [],
): (raw: RawInput) => InputOf<Shape> {
  const read = structureOf(members);
  return (raw) => {
    const found = new Findings();
    const input = read(raw, '', found);
    found.check();
    refuseUnknown(raw, found.unknown, legacy);
    return input;
  };
}

/** As `inputOf`, for members that are known only where they are used; `more` names none of `members`. */
export function inputWith<Shape extends Members, More extends Members>(
  members: Shape,
  more: More,
  legacy: readonly string[] = [],
): (raw: RawInput) => InputOf<Shape> & InputOf<More> {
  // Each member is in one of the two.
  return inputOf({ ...members, ...more }, legacy);
}

/** A member that is an object with members of its own. */
export function structure<Shape extends Members>(members: Shape): Reader<InputOf<Shape> | undefined> {
  const read = structureOf(members);
  return (value, at, found) => {
    if (!isGiven(value)) return undefined;
    if (!isObject(value)) throw wrongShape('Structure', value);
    return read(value, `${at}.`, found);
  };
}

/** A member that is text. */
export function text(...rules: readonly Rule<string>[]): Reader<string | undefined> {
  return typed('String', (value) => typeof value === 'string', rules);
}

/** A member that is one of some words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Reader<Word | undefined> {
  const isOne: Rule<string> = (value) =>
    words.some((word) => word === value)
      ? undefined
      : `Member must satisfy enum value set: [${words.join(', ')}]`;
  // By the rule: an input with a violation is never handed on.
  return text(isOne) as Reader<Word | undefined>;
}

/** A member that is a whole number. */
export function integer(...rules: readonly Rule<number>[]): Reader<number | undefined> {
  const read = typed('Integer', (value) => typeof value === 'number', rules);
  return (value, at, found) => read(typeof value === 'number' ? Math.trunc(value) : value, at, found);
}

/** A member that is true or false. */
export const flag: Reader<boolean | undefined> = typed('Boolean', (value) => typeof value === 'boolean', []);

/** A member that is an object, checked no further. */
export function object(wanted: 'Map' | 'Structure'): Reader<RawInput | undefined> {
  return typed(wanted, isObject, []);
}

/** A member that is a list. */
export function list<Element>(
  element: Reader<Element>,
  ...rules: readonly Rule<readonly unknown[]>[]
): Reader<readonly Element[] | undefined> {
  const read = typed('List', (value): value is readonly unknown[] => Array.isArray(value), rules);
  return (value, at, found) =>
    read(value, at, found)?.map((one, index) => element(one, `${at}.${String(index + 1)}.member`, found));
}

/** A member that is read later. */
export const anything: Reader<unknown> = (value) => value ?? undefined;

/** A member that must be there. */
export function required<Value>(read: Reader<Value | undefined>): Reader<Value> {
  return (value, at, found) => {
    if (!isGiven(value)) found.add(at, value, 'Member must not be null');
    // An input with a violation is never handed on.
    return read(value, at, found) as Value;
  };
}

/** Length of text or of a list. */
export function length(least: number, most: number): Rule<string | readonly unknown[]> {
  return (value) => {
    if (value.length < least) return `Member must have length greater than or equal to ${String(least)}`;
    return value.length > most ? `Member must have length less than or equal to ${String(most)}` : undefined;
  };
}

/** A number from `least` to `most`. */
export function between(least: number, most = Infinity): Rule<number> {
  return (value) => {
    if (value < least) return `Member must have value greater than or equal to ${String(least)}`;
    return value > most ? `Member must have value less than or equal to ${String(most)}` : undefined;
  };
}

/** Text that is all of `pattern`. */
export function matches(pattern: string): Rule<string> {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (value) =>
    whole.test(value) ? undefined : `Member must satisfy regular expression pattern: ${pattern}`;
}

/** What is wrong with a request; DynamoDB reports all violated constraints together. */
export class Findings {
  readonly #violations: string[] = [];
  /** Members that the shape does not name. */
  readonly unknown: string[] = [];

  add(at: string, value: unknown, rule: string): void {
    const shown = isGiven(value) ? `'${describe(value)}'` : 'null';
    this.#violations.push(`Value ${shown} at '${at}' failed to satisfy constraint: ${rule}`);
  }

  /** Throws all violations as one ValidationException. */
  check(): void {
    const count = this.#violations.length;
    if (count === 0) return;
    throw validation(
      `${String(count)} validation error${count > 1 ? 's' : ''} detected: ${this.#violations.join('; ')}`,
    );
  }
}

/** Whether a member is there. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function structureOf<Shape extends Members>(
  members: Shape,
): (raw: RawInput, prefix: string, found: Findings) => InputOf<Shape> {
  const readers = Object.entries(members).map(([name, read]) => {
    return { name, at: name.charAt(0).toLowerCase() + name.slice(1), read };
  });
  return (raw, prefix, found) => {
    const input: Record<string, unknown> = {};
    for (const { name, at, read } of readers) input[name] = read(raw[name], prefix + at, found);
    for (const name of Object.keys(raw)) {
      if (!Object.hasOwn(members, name) && isGiven(raw[name])) found.unknown.push(prefix + name);
    }
    // Every member was read by its reader.
    return input as InputOf<Shape>;
  };
}

function typed<Value>(
  wanted: string,
  isWanted: (value: unknown) => value is Value,
  rules: readonly Rule<Value>[],
): Reader<Value | undefined> {
  return (value, at, found) => {
    if (value === undefined || value === null) return undefined;
    if (!isWanted(value)) throw wrongShape(wanted, value);
    for (const rule of rules) {
      const violated = rule(value);
      if (violated !== undefined) found.add(at, value, violated);
    }
    return value;
  };
}

function refuseUnknown(raw: RawInput, unknown: readonly string[], legacy: readonly string[]): void {
  if (unknown.length === 0) return;
  const old = legacy.filter((name) => unknown.includes(name));
  const modern = Object.keys(raw).filter((name) => name.endsWith('Expression') && isGiven(raw[name]));
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
  throw validation(`${unknown.join(', ')}: not supported by the sandbox`);
}

/** A value as DynamoDB prints it in its refusals: like Java's toString of it. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const { AttributeName, KeyType } = value;
  // The one structure that it calls by its name.
  if (isGiven(KeyType)) {
    return `KeySchemaElement(attributeName=${describe(AttributeName)}, keyType=${describe(KeyType)})`;
  }
  const members = Object.entries(value).map(([name, inner]) => `${name}=${describe(inner)}`);
  return `{${members.join(', ')}}`;
}
