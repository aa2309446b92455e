import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  constantTimeComparison,
  fixedExpressions,
  noCodeFromText,
  noFetching,
  noMathRandom,
  noMoneyArithmetic,
  parsed,
  sourcesOf,
} from './source-rules.ts';
import type { Rule } from './source-rules.ts';

const functions = sourcesOf('src/**/*.ts');
const everything = sourcesOf('src/**/*.ts', 'sandbox/**/*.ts', 'scripts/**/*.ts');

interface RuleCase {
  readonly name: string;
  readonly rule: Rule;
  readonly sources: typeof functions;
  readonly planted: readonly string[];
}

const rules: readonly RuleCase[] = [
  {
    name: 'S21: expressions of DynamoDB are fixed texts',
    rule: fixedExpressions,
    sources: functions,
    planted: [
      '({ KeyConditionExpression: `id = ${id}` })',
      "({ UpdateExpression: 'SET ' + field })",
      "({ FilterExpression: isOpen ? 'a' : `b ${c}` })",
      '({ conditions: [`${field} = :x`] })',
    ],
  },
  {
    name: 'S22: secrets are compared in constant time',
    rule: constantTimeComparison,
    sources: everything,
    planted: ['if (apiKey === given) allow();', 'key.digest == presented;', 'expected !== event.signature'],
  },
  {
    name: 'S26: amounts are reckoned with in one file',
    rule: noMoneyArithmetic,
    sources: functions,
    planted: ['line.price * line.quantity', 'total += price', 'const half = order.totalAmount / 2;'],
  },
  {
    name: 'S28: no code from text, no prototype by name',
    rule: noCodeFromText,
    sources: everything,
    planted: ['eval(text)', 'new Function(text)', 'value.__proto__ = 1'],
  },
  {
    name: 'S38: nothing is drawn from Math.random',
    rule: noMathRandom,
    sources: everything,
    planted: ['const id = Math.random().toString(36);'],
  },
  {
    name: 'S39: no address from input is ever fetched',
    rule: noFetching,
    sources: functions,
    planted: ['fetch(order.callback)', "import { request } from 'node:https';", "import axios from 'axios';"],
  },
];

describe.each(rules)('$name', ({ rule, sources, planted }) => {
  it('in the whole tree', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(rule)).toEqual([]);
  });

  it.each(planted)('or is found: %s', (text) => {
    expect(rule(parsed('planted.ts', text))).toHaveLength(1);
  });
});

const text = (path: string): string => readFileSync(path, 'utf8');

it('S22: both places that know a secret compare its digest with timingSafeEqual', () => {
  for (const path of ['sandbox/apigateway/door/admission.ts', 'src/lambdas/order-retrieval/list-cursor.ts'])
    expect(text(path), path).toMatch(/timingSafeEqual\(/);
});

it('S38: order ids are made by crypto.randomUUID', () => {
  const ids = text('src/adapters/system/random-ids.ts');
  expect(ids).toMatch(/import \{ randomUUID \} from 'node:crypto'/);
});

it('S29: the README says that there is one trust domain for each stack', () => {
  expect(text('README.md')).toMatch(/one trust domain per stack/);
});
