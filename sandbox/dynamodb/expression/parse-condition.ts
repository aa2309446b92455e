import { conditionFunctions } from './condition-tree.ts';
import type { Call, Comparator, Condition, Operand } from './condition-tree.ts';
import { Cursor } from './cursor.ts';

type Node = Condition | Operand;

const keywords: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);
const comparators: ReadonlySet<string> = new Set<Comparator>(['=', '<>', '<', '<=', '>', '>=']);
/** DynamoDB's order of faults that are no syntax errors. */
const faultOrder = ['parentheses', 'function', 'misuse', 'reserved'];

/**
 * Parses the language of condition, filter and key condition expressions.
 * @throws ExpressionError in DynamoDB's words
 */
export function parseCondition(source: string): Condition {
  const parser = new ConditionParser(source);
  return parser.parse();
}

class ConditionParser {
  readonly #cursor: Cursor;
  /** Where the innermost group that was closed last began and ended, to see redundant parentheses. */
  #lastGroup = { start: -1, end: -1 };

  constructor(source: string) {
    this.#cursor = new Cursor(source);
  }

  parse(): Condition {
    const condition = this.condition(this.or());
    this.#cursor.finish(faultOrder);
    return condition;
  }

  private or(): Node {
    let left = this.and();
    while (this.#cursor.isWord('OR')) {
      const first = this.condition(left);
      this.#cursor.take();
      left = { kind: 'or', left: first, right: this.condition(this.and()) };
    }
    return left;
  }

  private and(): Node {
    let left = this.not();
    while (this.#cursor.isWord('AND')) {
      const first = this.condition(left);
      this.#cursor.take();
      left = { kind: 'and', left: first, right: this.condition(this.not()) };
    }
    return left;
  }

  private not(): Node {
    if (!this.#cursor.takeWord('NOT')) return this.comparison();
    return { kind: 'not', condition: this.condition(this.not()) };
  }

  private comparison(): Node {
    const left = this.primary();
    const { kind, text } = this.#cursor.current;
    if (kind === 'symbol' && comparators.has(text)) {
      const operand = this.operand(left);
      this.#cursor.take();
      // `comparators` holds nothing else.
      return { kind: 'compare', operator: text as Comparator, left: operand, right: this.nextOperand() };
    }
    if (this.#cursor.isWord('BETWEEN')) {
      const operand = this.operand(left);
      this.#cursor.take();
      const low = this.nextOperand();
      if (!this.#cursor.takeWord('AND')) this.#cursor.fail();
      return { kind: 'between', operand, low, high: this.nextOperand() };
    }
    if (this.#cursor.isWord('IN')) {
      const operand = this.operand(left);
      this.#cursor.take();
      this.#cursor.expectSymbol('(');
      return { kind: 'in', operand, list: this.operandList() };
    }
    return left;
  }

  private primary(): Node {
    const { kind, text } = this.#cursor.current;
    if (kind === 'symbol' && text === '(') return this.group();
    if (kind === 'value') return { kind: 'value', name: this.#cursor.take().text };
    const next = this.#cursor.peek(1);
    if (kind === 'word' && next.text === '(' && !keywords.has(text.toUpperCase())) return this.call();
    return { kind: 'path', path: this.#cursor.path(keywords) };
  }

  private group(): Node {
    const start = this.#cursor.position;
    this.#cursor.expectSymbol('(');
    const node = this.or();
    if (this.#lastGroup.start === start + 1 && this.#lastGroup.end === this.#cursor.position) {
      this.#cursor.fault('parentheses', 'The expression has redundant parentheses;');
    }
    this.#cursor.expectSymbol(')');
    this.#lastGroup = { start, end: this.#cursor.position };
    return node;
  }

  private call(): Call {
    const name = this.#cursor.take().text;
    this.#cursor.expectSymbol('(');
    const call: Call = { kind: 'call', name, arguments: this.operandList() };
    if (!Object.hasOwn(conditionFunctions, name)) {
      this.#cursor.fault('function', `Invalid function name; function: ${name}`);
    }
    return call;
  }

  private operandList(): readonly Operand[] {
    const operands = [this.nextOperand()];
    while (this.#cursor.takeSymbol(',')) operands.push(this.nextOperand());
    this.#cursor.expectSymbol(')');
    return operands;
  }

  private nextOperand(): Operand {
    return this.operand(this.primary());
  }

  /** Something with a value: no condition, and of the functions only size. */
  private operand(node: Node): Operand {
    if (node.kind === 'call' && node.name !== 'size') this.misuse(node);
    if (node.kind === 'path' || node.kind === 'value' || node.kind === 'call') return node;
    return this.#cursor.fail();
  }

  /** Something that is true or false: no bare operand, and of the functions all but size. */
  private condition(node: Node): Condition {
    if (node.kind === 'path' || node.kind === 'value') return this.#cursor.fail();
    if (node.kind === 'call' && node.name === 'size') this.misuse(node);
    return node;
  }

  private misuse({ name }: Call): void {
    this.#cursor.fault(
      'misuse',
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  }
}
