import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A test by its name, as it stands in its file. */
export interface TitledTest {
  /** Path from the root. */
  readonly file: string;
  /** With the titles around it; `…` where a name is made at run time. */
  readonly title: string;
}

const files = ['src', 'sandbox', 'scripts', 'tests'].flatMap((room) => [
  `${room}/**/*.test.ts`,
  `${room}/**/*-tests.ts`,
]);

/** Every test of the repository, read from the sources: nothing is run. */
export const titledTests = (): readonly TitledTest[] =>
  globSync(files, { exclude: (name) => name.includes('node_modules') })
    .sort()
    .flatMap((file) => testsIn(file, readFileSync(file, 'utf8')));

/** The tests of one source text. A table of tests gives one for each row whose own name carries an id. */
export function testsIn(file: string, text: string): readonly TitledTest[] {
  const found: TitledTest[] = [];
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? testCall(node) : undefined;
    const within = call?.kind === 'describe' ? [...around, ...call.titles] : around;
    if (call?.kind === 'test')
      for (const title of call.titles) found.push({ file, title: [...around, title].join(' ') });
    node.forEachChild((child) => {
      visit(child, within);
    });
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest), []);
  return found;
}

interface TestCall {
  readonly kind: 'describe' | 'test';
  readonly titles: readonly string[];
}

/** `it('…')`, `test.each(rows)('…')`, `describe.runIf(…)('…')` */
function testCall({ expression, arguments: given }: ts.CallExpression): TestCall | undefined {
  const [first] = given;
  const name = /^(it|test|describe)\b/.exec(nameOf(expression))?.[1];
  const title = first === undefined ? undefined : textOf(first);
  if (name === undefined || title === undefined) return undefined;
  const kind = name === 'describe' ? 'describe' : 'test';
  return { kind, titles: kind === 'describe' ? [plain(title)] : titlesOf(title, expression) };
}

function nameOf(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) return `${nameOf(callee.expression)}.${callee.name.text}`;
  return ts.isCallExpression(callee) ? nameOf(callee.expression) : '';
}

/** Ids in the title count for every row; otherwise rows count that carry one in their name. */
function titlesOf(title: string, callee: ts.Expression): readonly string[] {
  const table = ts.isCallExpression(callee) ? callee.arguments[0] : undefined;
  const rows = table !== undefined && ts.isArrayLiteralExpression(table) ? table.elements : [];
  const named = rows.map(rowName).filter((name) => name !== undefined && hasId(name));
  if (hasId(title) || named.length === 0) return [plain(title)];
  return named.map((name) => plain(title.replace(placeholder, name ?? '')));
}

function rowName(row: ts.Expression): string | undefined {
  const first = ts.isArrayLiteralExpression(row) ? row.elements[0] : row;
  return first === undefined ? undefined : textOf(first);
}

/** The text of a literal, also of one in pieces; undefined for anything else. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

const hasId = (text: string): boolean => /\([^()]*\b[FI]\d+\b[^()]*\)|\$ids/.test(text);

const placeholder = /%[sdifj]|\$[a-zA-Z]+/;

/** What Vitest fills in is not known here; the names and ids of paths are filled in by whoever knows them. */
const plain = (title: string): string =>
  title.includes('$ids') ? title : title.replaceAll(new RegExp(placeholder, 'g'), '…');
