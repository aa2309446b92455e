import { isReserved } from './reserved-words.ts';
import { ExpressionError } from './scope.ts';
import type { Path } from './scope.ts';

/** One piece of an expression. */
export interface Token {
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A parsed piece of an expression: a path, a `:value`, or an operator or function with its operands. */
export type Node =
  { readonly kind: 'path'; readonly path: Path } | { readonly kind: 'value'; readonly name: string } | Call;

/** An operator or a function with its operands; operators that are words are written in capitals. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly Node[];
}

const longestExpression = 4_096;
/** More could be more than the stack of a parser holds; AWS's own limit of 300 operators leaves no use for them. */
const mostOpen = 300;
const tokenPattern = /[A-Za-z]\w*|#\w+|:\w+|\d+|<>|<=|>=|\S/g;

/** Walks over the tokens of one expression and remembers the first fault of each kind that is no syntax error. */
export class Cursor {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #faults = new Map<string, string>();
  #position = 0;

  constructor(source: string) {
    if (source === '') throw new ExpressionError('The expression can not be empty;');
    if (source.length > longestExpression) {
      throw new ExpressionError(
        `Expression size has exceeded the maximum allowed size; expression size: ${String(source.length)}`,
      );
    }
    this.#source = source;
    this.#tokens = tokenize(source);
    refuseDeep(this.#tokens);
  }

  /** How many tokens have been taken. */
  get position(): number {
    return this.#position;
  }

  get current(): Token {
    return this.at(this.#position);
  }

  /** The token `ahead` of the current one. */
  peek(ahead: number): Token {
    return this.at(this.#position + ahead);
  }

  take(): Token {
    const token = this.current;
    this.#position += 1;
    return token;
  }

  /** Takes the symbol if it is next. */
  takeSymbol(text: string): boolean {
    return this.takeIf(this.current.kind === 'symbol' && this.current.text === text);
  }

  /** Takes the keyword, in any case, if it is next. */
  takeWord(keyword: string): boolean {
    return this.takeIf(this.isWord(keyword));
  }

  isWord(keyword: string): boolean {
    return this.current.kind === 'word' && this.current.text.toUpperCase() === keyword;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) this.fail();
  }

  /** Refuses the current token. */
  fail(): never {
    const token = this.current;
    const before = this.#position === 0 ? token : this.at(this.#position - 1);
    const near = this.#source.slice(before.start, this.peek(1).end);
    throw new ExpressionError(`Syntax error; token: "${token.text}", near: "${near}"`);
  }

  /** Remembers a fault; of each kind the first counts. */
  fault(kind: string, message: string): void {
    if (!this.#faults.has(kind)) this.#faults.set(kind, message);
  }

  /** Ends the parse: nothing may be left, and the first remembered fault in the order of `kinds` is thrown. */
  finish(kinds: readonly string[]): void {
    if (this.current.kind !== 'end') this.fail();
    for (const kind of kinds) {
      const message = this.#faults.get(kind);
      if (message !== undefined) throw new ExpressionError(message);
    }
  }

  /** Operands up to the closing parenthesis, each read by `next`. */
  operandList(next: () => Node): readonly Node[] {
    const operands = [next()];
    while (this.takeSymbol(',')) operands.push(next());
    this.expectSymbol(')');
    return operands;
  }

  /** A document path; `keywords` cannot begin one. */
  path(keywords: ReadonlySet<string>): Path {
    if (this.current.kind === 'word' && keywords.has(this.current.text.toUpperCase())) this.fail();
    const path: (string | number)[] = [this.pathName()];
    for (;;) {
      if (this.takeSymbol('.')) {
        path.push(this.pathName());
      } else if (this.takeSymbol('[')) {
        if (this.current.kind !== 'number') this.fail();
        path.push(Number(this.take().text));
        this.expectSymbol(']');
      } else {
        return path;
      }
    }
  }

  private takeIf(isNext: boolean): boolean {
    if (isNext) this.#position += 1;
    return isNext;
  }

  private pathName(): string {
    const { kind, text } = this.current;
    if (kind !== 'word' && kind !== 'name') this.fail();
    if (kind === 'word' && isReserved(text)) {
      this.fault('reserved', `Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
    return this.take().text;
  }

  private at(position: number): Token {
    const end = this.#source.length;
    return this.#tokens[position] ?? { kind: 'end', text: '<EOF>', start: end, end };
  }
}

function tokenize(source: string): readonly Token[] {
  return [...source.matchAll(tokenPattern)].map(({ 0: text, index: start }) => {
    return { kind: kindOf(text), text, start, end: start + text.length };
  });
}

function kindOf(text: string): Token['kind'] {
  if (/^[A-Za-z]/.test(text)) return 'word';
  if (/^\d/.test(text)) return 'number';
  if (/^#\w/.test(text)) return 'name';
  return /^:\w/.test(text) ? 'value' : 'symbol';
}

function refuseDeep(tokens: readonly Token[]): void {
  let open = 0;
  for (const { text } of tokens) {
    if (text === '(') open += 1;
    else if (text === ')') open -= 1;
    if (open > mostOpen) {
      throw new ExpressionError(`The expression has more than ${mostOpen} parentheses inside each other`);
    }
  }
}
