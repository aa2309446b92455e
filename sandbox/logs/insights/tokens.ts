import { AwsError } from '../../kernel/errors.ts';

/** One word of a query. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'expression' | 'sign';
  /** Without quotes and slashes. */
  readonly text: string;
}

const kinds: readonly (readonly [kind: Token['kind'], pattern: RegExp])[] = [
  ['text', /"((?:[^"\\]|\\.)*)"/y],
  ['text', /'((?:[^'\\]|\\.)*)'/y],
  ['expression', /\/((?:[^/\\]|\\.)+)\//y],
  ['number', /(-?\d+(?:\.\d+)?)(?![\w.])/y],
  ['name', /([@\w][\w.@-]*)/y],
  ['sign', /(!=|<=|>=|[|,()=<>*])/y],
];

/** A query that Logs Insights would refuse, or that needs more than the sandbox has. */
export function malformed(reason: string): AwsError {
  return new AwsError('MalformedQueryException', `The query cannot be run by the sandbox: ${reason}.`);
}

/** Reads the words of a query one by one; throws MalformedQueryException. */
export class TokenReader {
  readonly #tokens: Token[] = [];

  constructor(query: string) {
    for (let at = query.search(/\S/); at >= 0 && at < query.length;) {
      const found = tokenAt(query, at);
      if (found === undefined) throw malformed(`unexpected ${query.slice(at, at + 20)}`);
      this.#tokens.push(found.token);
      at = found.end + query.slice(found.end).search(/\S|$/);
    }
  }

  get isAtEnd(): boolean {
    return this.#tokens.length === 0;
  }

  next(...kinds: readonly Token['kind'][]): Token {
    const token = this.#tokens.shift();
    if (token === undefined) throw malformed('it ends too early');
    if (kinds.length > 0 && !kinds.includes(token.kind))
      throw malformed(`${token.text} is no ${kinds.join(' or ')}`);
    return token;
  }

  /** Passes over the next token where it is this sign or this word (in any case). */
  take(wanted: string): boolean {
    const [token] = this.#tokens;
    const isIt = token !== undefined && token.kind !== 'text' && token.text.toLowerCase() === wanted;
    if (isIt) this.#tokens.shift();
    return isIt;
  }

  /** One or more of what `read` reads, with commas between them. */
  list<Item>(read: () => Item): readonly Item[] {
    const items = [read()];
    while (this.take(',')) items.push(read());
    return items;
  }
}

function tokenAt(query: string, at: number): { readonly token: Token; readonly end: number } | undefined {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[1];
    if (text !== undefined) return { token: { kind, text }, end: pattern.lastIndex };
  }
  return undefined;
}
