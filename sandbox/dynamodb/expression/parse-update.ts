import { Cursor } from './cursor.ts';
import type { Node } from './cursor.ts';
import type { Path } from './scope.ts';

/** One clause of an update expression; REMOVE has no operand. */
export interface Clause {
  readonly section: (typeof sections)[number];
  readonly path: Path;
  readonly operand: Node | undefined;
}

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
const keywords: ReadonlySet<string> = new Set(sections);
const functions: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);
/** DynamoDB's order of faults that are no syntax errors. */
const faultOrder = ['reserved', 'function', 'section'];

/**
 * Parses an update expression into its clauses, in the order in which they stand.
 * @throws ExpressionError in DynamoDB's words
 */
export function parseUpdate(source: string): readonly Clause[] {
  const cursor = new Cursor(source);
  const clauses: Clause[] = [];
  const seen = new Set<string>();
  do {
    const section = sections.find((name) => cursor.takeWord(name));
    if (section === undefined) return cursor.fail();
    if (seen.has(section)) {
      cursor.fault('section', `The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do {
      const path = cursor.path(keywords);
      clauses.push({ section, path, operand: parseOperand(cursor, section) });
    } while (cursor.takeSymbol(','));
  } while (cursor.current.kind !== 'end');
  cursor.finish(faultOrder);
  return clauses;
}

function parseOperand(cursor: Cursor, section: Clause['section']): Node | undefined {
  if (section === 'REMOVE') return undefined;
  if (section === 'SET') {
    cursor.expectSymbol('=');
    return sum(cursor);
  }
  if (cursor.current.kind !== 'value') cursor.fail();
  return { kind: 'value', name: cursor.take().text };
}

/** One operand, or two joined by one plus or minus; parentheses may stand around it. */
function sum(cursor: Cursor): Node {
  const left = operand(cursor);
  const { kind, text } = cursor.current;
  if (kind !== 'symbol' || (text !== '+' && text !== '-')) return left;
  cursor.take();
  return { kind: 'call', name: text, operands: [left, operand(cursor)] };
}

function operand(cursor: Cursor): Node {
  if (cursor.takeSymbol('(')) {
    const inner = sum(cursor);
    cursor.expectSymbol(')');
    return inner;
  }
  const { kind } = cursor.current;
  if (kind === 'value') return { kind, name: cursor.take().text };
  if (kind !== 'word' || cursor.peek(1).text !== '(') return { kind: 'path', path: cursor.path(keywords) };
  const name = cursor.take().text;
  if (!functions.has(name)) cursor.fault('function', `Invalid function name; function: ${name}`);
  cursor.expectSymbol('(');
  return { kind: 'call', name, operands: cursor.operandList(() => operand(cursor)) };
}
