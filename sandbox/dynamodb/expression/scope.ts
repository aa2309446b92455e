import type { AttributeValue } from '../values/attribute-value.ts';

/** What is wrong with an expression, without the expression's name: the caller puts that in front. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** A path as written: names, `#aliases` and list indexes. */
export type RawPath = readonly (string | number)[];

/** A path whose aliases are looked up. */
export type Path = readonly (string | number)[];

/** The names and values that a request gives its expressions; notes which of them are used. */
export class Scope {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #paths: Path[] = [];
  readonly #unused: { readonly names: Set<string>; readonly values: Set<string> };

  constructor(
    names: Readonly<Record<string, string>> = {},
    values: Readonly<Record<string, AttributeValue>> = {},
  ) {
    this.#names = names;
    this.#values = values;
    this.#unused = { names: new Set(Object.keys(names)), values: new Set(Object.keys(values)) };
  }

  /** `path` with its `#aliases` replaced. */
  path(path: RawPath): Path {
    const found = path.map((segment) =>
      typeof segment === 'string' && segment.startsWith('#') ? this.name(segment) : segment,
    );
    this.#paths.push(found);
    return found;
  }

  /** Every path that was looked up, in order. */
  get paths(): readonly Path[] {
    return this.#paths;
  }

  /** The value behind `:name`. */
  value(name: string): AttributeValue {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === undefined) {
      throw new ExpressionError(
        `An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    }
    this.#unused.values.delete(name);
    return value;
  }

  /** Names and values that no expression has used. */
  get unused(): { readonly names: readonly string[]; readonly values: readonly string[] } {
    return { names: [...this.#unused.names], values: [...this.#unused.values] };
  }

  private name(alias: string): string {
    const name = Object.hasOwn(this.#names, alias) ? this.#names[alias] : undefined;
    if (name === undefined) {
      throw new ExpressionError(
        `An expression attribute name used in the document path is not defined; attribute name: ${alias}`,
      );
    }
    this.#unused.names.delete(alias);
    return name;
  }
}
