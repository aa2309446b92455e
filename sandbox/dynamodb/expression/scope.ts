import type { AttributeValue } from '../values/attribute-value.ts';

/** What is wrong with an expression, without the expression's name: the caller puts that in front. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** A document path: names and list indexes. As it is written, names may be `#aliases`. */
export type Path = readonly (string | number)[];

/** The names and values that a request gives its expressions; notes which of them are used. */
export class Scope {
  /** Every path that was looked up, in order. */
  readonly paths: Path[] = [];
  readonly names: Lookup<string>;
  readonly values: Lookup<AttributeValue>;

  constructor(
    names: Readonly<Record<string, string>> = {},
    values: Readonly<Record<string, AttributeValue>> = {},
  ) {
    this.names = new Lookup(names, 'name used in the document path is not defined; attribute name');
    this.values = new Lookup(values, 'value used in expression is not defined; attribute value');
  }

  /** `path` with its `#aliases` replaced. */
  path(path: Path): Path {
    const found = path.map((segment) =>
      typeof segment === 'string' && segment.startsWith('#') ? this.names.find(segment) : segment,
    );
    this.paths.push(found);
    return found;
  }
}

class Lookup<Value> {
  readonly #entries: ReadonlyMap<string, Value>;
  readonly #unused: Set<string>;
  readonly #refusal: string;

  constructor(entries: Readonly<Record<string, Value>>, refusal: string) {
    this.#entries = new Map(Object.entries(entries));
    this.#unused = new Set(this.#entries.keys());
    this.#refusal = refusal;
  }

  /** What stands behind `key`. Throws ExpressionError. */
  find(key: string): Value {
    const found = this.#entries.get(key);
    if (found === undefined) throw new ExpressionError(`An expression attribute ${this.#refusal}: ${key}`);
    this.#unused.delete(key);
    return found;
  }

  /** What no expression has used. */
  get unused(): readonly string[] {
    return [...this.#unused];
  }
}
