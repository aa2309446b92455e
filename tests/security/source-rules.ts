import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A source file as its syntax tree. */
export interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** Finds what breaks one rule; each finding names file, line and text. */
export type Rule = (source: Source) => readonly string[];

/** Source files of the project by patterns, tests left out. */
export const sourcesOf = (...patterns: readonly string[]): readonly Source[] =>
  globSync([...patterns], {
    exclude: ['**/node_modules/**', '**/*.test.ts', '**/testing*.ts', '**/testing/**', '**/tests/**'],
  })
    .sort()
    .map((path) => parsed(path, readFileSync(path, 'utf8')));

/** A piece of source text, for rules that are tried on a planted fault. */
export const parsed = (path: string, text: string): Source => ({
  path,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
});

/** S21: an expression of DynamoDB is fixed text, or chosen and joined from fixed texts; values travel beside it. */
export const fixedExpressions: Rule = (source) =>
  findings(source, (node) => {
    if (!ts.isPropertyAssignment(node)) return [];
    const name = node.name.getText();
    const isExpression = /Expression$/.test(name) && !name.startsWith('ExpressionAttribute');
    return isExpression || name === 'conditions' ? inside(node.initializer, isMadeText) : [];
  });

const isMadeText = (node: ts.Node): boolean =>
  ts.isTemplateExpression(node) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken);

/** S22: secrets and their digests are compared in constant time, never by `===`. */
export const constantTimeComparison: Rule = (source) =>
  findings(source, (node) => {
    if (!ts.isBinaryExpression(node) || !equalities.has(node.operatorToken.kind)) return [];
    const sides = [node.left, node.right].map((side) => side.getText());
    // Whether there is a key at all is no secret.
    if (sides.some((side) => /^(?:undefined|null|true|false|\d+)$/.test(side))) return [];
    return sides.some((side) => secretName.test(side)) ? [node] : [];
  });

const equalities = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
const secretName = /(?:apiKey|presented|digest|secret|signature)$/i;

/** S26: amounts are added and multiplied in one file, which knows exact integers alone. */
export const noMoneyArithmetic: Rule = (source) =>
  findings(source, (node) => {
    if (source.path === 'src/core/kernel/money.ts' || !ts.isBinaryExpression(node)) return [];
    if (!arithmetic.has(node.operatorToken.kind)) return [];
    return [node.left, node.right].some((side) => amountName.test(side.getText())) ? [node] : [];
  });

const arithmetic = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
]);
const amountName = /(?:^|\.|[a-z])(?:[mM]inor|[pP]rice|[tT]otal|[aA]mount)$/;

/** S38: nothing is drawn from `Math.random`; time and chance are handed in. */
export const noMathRandom: Rule = (source) =>
  findings(source, (node) =>
    ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random' ? [node] : [],
  );

/** S39: functions reach AWS through its clients only, so no address from input is ever fetched. */
export const noFetching: Rule = (source) =>
  findings(source, (node) => {
    if (ts.isCallExpression(node) && /^(?:globalThis\.)?(?:fetch|WebSocket|EventSource)$/.test(node.expression.getText())) return [node]; // prettier-ignore
    const isImport = ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier);
    return isImport && network.test(node.moduleSpecifier.text) ? [node] : [];
  });

const network = /^(?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/|$)|^(?:undici|axios|got|node-fetch)$/;

/** S28: code is never made from text, and prototypes are never reached by name. */
export const noCodeFromText: Rule = (source) =>
  findings(source, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'eval') return [node];
    if (ts.isNewExpression(node) && node.expression.getText() === 'Function') return [node];
    return ts.isPropertyAccessExpression(node) && node.name.text === '__proto__' ? [node] : [];
  });

function findings(source: Source, broken: (node: ts.Node) => readonly ts.Node[]): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    for (const each of broken(node)) {
      const { line } = source.tree.getLineAndCharacterOfPosition(each.getStart());
      found.push(`${source.path}:${String(line + 1)} ${each.getText().slice(0, 80)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

function inside(node: ts.Node, isWanted: (node: ts.Node) => boolean): readonly ts.Node[] {
  if (isWanted(node)) return [node];
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => void found.push(...inside(child, isWanted)));
  return found;
}
