import { Cursor } from './cursor.ts';
import type { Call, Node } from './cursor.ts';

const keywords: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);
const comparators: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const functions: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);
/** DynamoDB's order of faults that are no syntax errors. */
const faultOrder = ['parentheses', 'function', 'misuse', 'reserved'];

/**
 * Parses the language of condition, filter and key condition expressions.
 * @throws ExpressionError in DynamoDB's words
 */
export function parseCondition(source: string): Call {
  return new ConditionParser(source).parse();
}

class ConditionParser extends Cursor {
  /** Where the group that was closed last began and ended, to see redundant parentheses. */
  #lastGroup = { start: -1, end: -1 };

  parse(): Call {
    const condition = this.condition(this.or());
    this.finish(faultOrder);
    return condition;
  }

  private or(): Node {
    return this.chain('OR', () => this.chain('AND', () => this.not()));
  }

  private chain(word: string, next: () => Node): Node {
    let left = next();
    while (this.isWord(word)) {
      const first = this.condition(left);
      this.take();
      left = { kind: 'call', name: word, operands: [first, this.condition(next())] };
    }
    return left;
  }

  private not(): Node {
    if (!this.takeWord('NOT')) return this.comparison();
    return { kind: 'call', name: 'NOT', operands: [this.condition(this.not())] };
  }

  private comparison(): Node {
    const left = this.primary();
    const { kind, text } = this.current;
    const word = kind === 'word' ? text.toUpperCase() : text;
    if (word !== 'BETWEEN' && word !== 'IN' && !comparators.has(word)) return left;
    const operand = this.operand(left);
    this.take();
    return { kind: 'call', name: word, operands: [operand, ...this.rest(word)] };
  }

  private rest(operator: string): readonly Node[] {
    if (operator === 'IN') {
      this.expectSymbol('(');
      return this.operandList(() => this.nextOperand());
    }
    const first = this.nextOperand();
    if (operator !== 'BETWEEN') return [first];
    if (!this.takeWord('AND')) this.fail();
    return [first, this.nextOperand()];
  }

  private primary(): Node {
    const { kind, text } = this.current;
    if (kind === 'symbol' && text === '(') return this.group();
    if (kind === 'value') return { kind: 'value', name: this.take().text };
    const next = this.peek(1);
    if (kind === 'word' && next.text === '(' && !keywords.has(text.toUpperCase())) return this.call();
    return { kind: 'path', path: this.path(keywords) };
  }

  private group(): Node {
    const start = this.position;
    this.expectSymbol('(');
    const node = this.or();
    if (this.#lastGroup.start === start + 1 && this.#lastGroup.end === this.position) {
      this.fault('parentheses', 'The expression has redundant parentheses;');
    }
    this.expectSymbol(')');
    this.#lastGroup = { start, end: this.position };
    return node;
  }

  private call(): Call {
    const name = this.take().text;
    this.expectSymbol('(');
    const operands = this.operandList(() => this.nextOperand());
    if (!functions.has(name)) this.fault('function', `Invalid function name; function: ${name}`);
    return { kind: 'call', name, operands };
  }

  private nextOperand(): Node {
    return this.operand(this.primary());
  }

  /** Something with a value: no condition, and of the functions only size. */
  private operand(node: Node): Node {
    if (node.kind !== 'call' || node.name === 'size') return node;
    if (keywords.has(node.name) || comparators.has(node.name)) this.fail();
    this.misuse(node);
    return node;
  }

  /** Something that is true or false: no bare operand, and of the functions all but size. */
  private condition(node: Node): Call {
    if (node.kind !== 'call') return this.fail();
    if (node.name === 'size') this.misuse(node);
    return node;
  }

  private misuse({ name }: Call): void {
    this.fault(
      'misuse',
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  }
}
