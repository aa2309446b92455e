import { AwsError } from '../../kernel/errors.ts';

/** One word of a query. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'expression' | 'sign';
  /** Without quotes and slashes. */
  readonly text: string;
}

const pattern =
  /\s*(?:#[^\n]*\n?|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]+)`|\/((?:[^/\\]|\\.)+)\/|(-?\d+(?:\.\d+)?)(?![\w.])|([@\w][\w.@[\]-]*)|(!=|<=|>=|=~|[|,()=<>[\]*+\-/]))/y;

/** The words of a Logs Insights query; throws MalformedQueryException. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (query.slice(pattern.lastIndex).trim() !== '') {
    const start = pattern.lastIndex;
    const match = pattern.exec(query);
    if (match === null) throw malformed(`unexpected ${query.slice(start).trim().slice(0, 20)}`);
    const [, double, single, quotedName, expression, number, name, sign] = match;
    const text = double ?? single;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll(/\\(.)/g, '$1') });
    else if (expression !== undefined) tokens.push({ kind: 'expression', text: expression });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (quotedName !== undefined || name !== undefined) {
      tokens.push({ kind: 'name', text: quotedName ?? name ?? '' });
    }
  }
  return tokens;
}

/** A query that Logs Insights would refuse, or that needs more than the sandbox has. */
export function malformed(reason: string): AwsError {
  return new AwsError('MalformedQueryException', `The query cannot be run by the sandbox: ${reason}.`);
}

/** Reads tokens one by one. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#place >= this.#tokens.length;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#place];
  }

  next(): Token {
    const token = this.#tokens[this.#place];
    if (token === undefined) throw malformed('it ends too early');
    this.#place += 1;
    return token;
  }

  /** Passes over the next token where it is this sign or this word (in any case). */
  take(wanted: string): boolean {
    const token = this.peek();
    const isIt = token !== undefined && token.kind !== 'text' && token.text.toLowerCase() === wanted;
    if (isIt) this.#place += 1;
    return isIt;
  }

  expect(wanted: string): void {
    if (!this.take(wanted)) throw malformed(`expected ${wanted} before ${this.peek()?.text ?? 'the end'}`);
  }

  name(): string {
    const token = this.next();
    if (token.kind !== 'name') throw malformed(`${token.text} is no field`);
    return token.text;
  }
}
