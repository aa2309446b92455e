import { expect, test } from 'vitest';
import type { AttributeValue } from '../values/attribute-value.ts';
import { compileCondition } from './compile-condition.ts';
import { parseCondition } from './parse-condition.ts';
import { Scope } from './scope.ts';

const item = {
  a: { N: '5' },
  b: { S: 'hello' },
  c: { L: [{ N: '1' }, { M: { deep: { BOOL: true } } }] },
  d: { SS: ['x', 'y'] },
  e: { M: { f: { S: 'g' } } },
  bin: { B: 'AAEC' },
} satisfies Record<string, AttributeValue>;

const values: Record<string, AttributeValue> = {
  ':one': { N: '1' },
  ':five': { N: '5' },
  ':nine': { N: '9' },
  ':hello': { S: 'hello' },
  ':hel': { S: 'hel' },
  ':x': { S: 'x' },
  ':g': { S: 'g' },
  ':yes': { BOOL: true },
  ':type': { S: 'SS' },
  ':bad': { S: 'QQ' },
  ':bytes': { B: 'AAE=' },
};

const scope = (): Scope => new Scope({ '#c': 'c', '#dot': 'e' }, values);
const holds = (text: string): boolean => compileCondition(parseCondition(text), scope())(item);

test.each([
  ['a = :five', true],
  ['a <> :five', false],
  ['a < :nine AND a > :one', true],
  ['a >= :five AND a <= :five', true],
  ['a = :hello', false],
  ['a < :hello', false],
  [':five = a', true],
  ['absent = :five', false],
  ['absent <> :five', true],
  ['NOT absent = :five', true],
  ['a = :one OR b = :hello', true],
  ['a = :one OR b = :hello AND a = :one', false],
  ['(a = :one OR b = :hello) AND a = :five', true],
  ['NOT a = :one AND NOT (b = :x)', true],
  ['a BETWEEN :one AND :nine', true],
  ['a BETWEEN :nine AND :nine', false],
  ['a IN (:one, :five)', true],
  ['a IN (:one)', false],
  ['attribute_exists(e.f)', true],
  ['attribute_exists(e.nil)', false],
  ['attribute_not_exists(a.nil)', true],
  ['attribute_type(d, :type)', true],
  ['begins_with(b, :hel)', true],
  ['begins_with(bin, :bytes)', true],
  ['begins_with(a, :hel)', false],
  ['contains(b, :hel)', true],
  ['contains(d, :x)', true],
  ['contains(#c, :one)', true],
  ['contains(d, :one)', false],
  ['size(b) = :five', true],
  ['size(bin) > :one', true],
  ['size(#c) < :five', true],
  ['size(a) = :one', false],
  ['#c[0] = :one', true],
  ['#c[1].deep = :yes', true],
  ['#c[9] = :one', false],
  ['#dot.f = :g', true],
  ['(a) = (:five)', true],
])('%s is %s', (text, expected) => {
  expect(holds(text)).toBe(expected);
});

test.each([
  ['', 'The expression can not be empty;'],
  ['a = ', 'Syntax error; token: "<EOF>", near: "= "'],
  ['a', 'Syntax error; token: "<EOF>", near: "a"'],
  ['a = :five b', 'Syntax error; token: "b", near: ":five b"'],
  ['= a', 'Syntax error; token: "=", near: "= a"'],
  ['_a = :one', 'Syntax error; token: "_", near: "_a"'],
  ['a BETWEEN :one OR :five', 'Syntax error; token: "OR", near: ":one OR :five"'],
  ['((a = :five))', 'The expression has redundant parentheses;'],
  ['('.repeat(4_000), 'The expression has more than 300 parentheses inside each other'],
  ['name = :one', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['nope(a)', 'Invalid function name; function: nope'],
  [
    'attribute_exists(a) = :yes',
    'The function is not allowed to be used this way in an expression; function: attribute_exists',
  ],
  ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
  ['a = :none', 'An expression attribute value used in expression is not defined; attribute value: :none'],
  [
    '#none = :one',
    'An expression attribute name used in the document path is not defined; attribute name: #none',
  ],
  [
    'contains(a)',
    'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
  ],
  [
    'attribute_exists(:one)',
    'Operator or function requires a document path; operator or function: attribute_exists',
  ],
  [
    'begins_with(a, :one)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'a < :yes',
    'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
  ],
  [
    'attribute_type(a, :bad)',
    'Invalid attribute type name found; type: QQ, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  [
    'a = a',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
  ],
  [
    'a BETWEEN :nine AND :one',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:9}, upper bound operand: AttributeValue: {N:1}',
  ],
  [
    'a BETWEEN :one AND :x',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:x}',
  ],
])('%s is refused', (text, message) => {
  expect(() => holds(text)).toThrow(message);
});

test('names and values that nobody used are known afterwards', () => {
  const used = new Scope({ '#c': 'c', '#dot': 'e' }, { ':one': { N: '1' }, ':x': { S: 'x' } });
  compileCondition(parseCondition('#c = :one'), used);
  expect(used.names.unused).toEqual(['#dot']);
  expect(used.values.unused).toEqual([':x']);
});
