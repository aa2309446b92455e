import { describe, expect, test } from 'vitest';
import { parseYaml } from './parse-yaml.ts';

describe('short tags become long functions', () => {
  test.each([
    ['!Ref Queue', { Ref: 'Queue' }],
    ['!GetAtt Queue.Arn', { 'Fn::GetAtt': 'Queue.Arn' }],
    ['!Sub "${A}-x"', { 'Fn::Sub': '${A}-x' }],
    ['!Sub ["${A}", { A: !Ref B }]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!If [C, 1, !Ref AWS::NoValue]', { 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] }],
    ['!Not [!Condition C]', { 'Fn::Not': [{ Condition: 'C' }] }],
    ['!Base64 { "Fn::Sub": x }', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
  ])('%s', (text, expected) => {
    expect(parseYaml(`A: ${text}`)).toEqual({ A: expected });
  });
});

test('JSON is a template too', () => {
  expect(parseYaml('{"Resources":{"A":{"Type":"T","Properties":{"N":[1,true,"x"]}}}}')).toEqual({
    Resources: { A: { Type: 'T', Properties: { N: [1, true, 'x'] } } },
  });
});

test('an unquoted date stays text', () => {
  expect(parseYaml('Version: 2012-10-17')).toEqual({ Version: '2012-10-17' });
});

describe('what CloudFormation does not read is refused with its line', () => {
  test.each([
    ['A: 1\nB: !Nope x', 'line 2: unknown tag !Nope'],
    ['A: &x 1\nB: *x', 'line 2: anchors and aliases are not supported, as on AWS'],
    ['A: 1\nB:\n', 'line 2: an empty value is not allowed, as on AWS'],
    ['A: 1\nA: 2', 'line 2: Map keys must be unique'],
    ['A: [1', 'line 1: '],
    ['', 'the template is empty'],
    ['- a', 'the template is no map'],
  ])('%j', (text, message) => {
    expect(() => parseYaml(text)).toThrow(message);
  });
});

test('a member called __proto__ is a member', () => {
  const parsed = parseYaml('__proto__: { polluted: yes }');
  expect(Object.hasOwn(parsed, '__proto__')).toBe(true);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});
