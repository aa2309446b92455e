import { Cursor } from './cursor.ts';
import { updateFunctions } from './update-tree.ts';
import type { Assigned, Clause } from './update-tree.ts';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
const keywords: ReadonlySet<string> = new Set(sections);
/** DynamoDB's order of faults that are no syntax errors. */
const faultOrder = ['reserved', 'function', 'section'];

/**
 * Parses an update expression.
 * @throws ExpressionError in DynamoDB's words
 */
export function parseUpdate(source: string): readonly Clause[] {
  const parser = new UpdateParser(source);
  return parser.parse();
}

class UpdateParser {
  readonly #cursor: Cursor;
  readonly #clauses: Clause[] = [];

  constructor(source: string) {
    this.#cursor = new Cursor(source);
  }

  parse(): readonly Clause[] {
    const seen = new Set<string>();
    do {
      const section = sections.find((name) => this.#cursor.takeWord(name));
      if (section === undefined) return this.#cursor.fail();
      if (seen.has(section)) {
        this.#cursor.fault(
          'section',
          `The "${section}" section can only be used once in an update expression;`,
        );
      }
      seen.add(section);
      do this.clause(section);
      while (this.#cursor.takeSymbol(','));
    } while (this.#cursor.current.kind !== 'end');
    this.#cursor.finish(faultOrder);
    return this.#clauses;
  }

  private clause(section: (typeof sections)[number]): void {
    const path = this.#cursor.path(keywords);
    if (section === 'REMOVE') {
      this.#clauses.push({ kind: section, path });
    } else if (section === 'SET') {
      this.#cursor.expectSymbol('=');
      this.#clauses.push({ kind: section, path, assigned: this.sum() });
    } else {
      if (this.#cursor.current.kind !== 'value') this.#cursor.fail();
      this.#clauses.push({ kind: section, path, value: this.#cursor.take().text });
    }
  }

  /** One operand, or two joined by one plus or minus; parentheses may stand around it. */
  private sum(): Assigned {
    const left = this.operand();
    const { kind, text } = this.#cursor.current;
    if (kind !== 'symbol' || (text !== '+' && text !== '-')) return left;
    this.#cursor.take();
    return { kind: 'call', name: text, arguments: [left, this.operand()] };
  }

  private operand(): Assigned {
    if (this.#cursor.takeSymbol('(')) {
      const inner = this.sum();
      this.#cursor.expectSymbol(')');
      return inner;
    }
    const { kind } = this.#cursor.current;
    if (kind === 'value') return { kind, name: this.#cursor.take().text };
    if (kind === 'word' && this.#cursor.peek(1).text === '(') return this.call();
    return { kind: 'path', path: this.#cursor.path(keywords) };
  }

  private call(): Assigned {
    const name = this.#cursor.take().text;
    if (!updateFunctions.has(name)) {
      this.#cursor.fault('function', `Invalid function name; function: ${name}`);
    }
    this.#cursor.expectSymbol('(');
    const operands = [this.operand()];
    while (this.#cursor.takeSymbol(',')) operands.push(this.operand());
    this.#cursor.expectSymbol(')');
    return { kind: 'call', name, arguments: operands };
  }
}
