import { describe, expect, test } from 'vitest';
import { parameterValues } from './parameters.ts';
import { parseYaml } from './parse-yaml.ts';
import { asObject } from './shape.ts';

function values(yaml: string, given: Record<string, string> = {}): Record<string, unknown> {
  const declarations = new Map(
    Object.entries(parseYaml(yaml)).map(([name, body]) => [name, asObject(body, name)]),
  );
  return Object.fromEntries(parameterValues(declarations, given).map(({ name, value }) => [name, value]));
}

test('defaults, overrides and types', () => {
  const yaml = `
    Text: { Type: String, Default: a }
    Count: { Type: Number, Default: 3 }
    Other: { Type: Number, Default: 3 }
    Names: { Type: CommaDelimitedList, Default: 'a, b' }
    Numbers: { Type: List<Number>, Default: '1,2' }
    Empty: { Type: String, Default: '' }`;
  expect(values(yaml, { Other: '4.5', Empty: '' })).toEqual({
    Text: 'a',
    Count: 3,
    Other: 4.5,
    Names: ['a', 'b'],
    Numbers: [1, 2],
    Empty: '',
  });
});

describe('refusals', () => {
  test.each([
    ['P: { Type: String }', {}, 'Parameters: [P] must have values'],
    ['P: { Type: String, Default: a }', { Q: 'x' }, 'Parameters: [Q] do not exist in the template'],
    ['P: { Type: String, AllowedValues: [a, b] }', { P: 'c' }, 'Parameters.P: "c" is none of [a, b]'],
    ['P: { Type: String, AllowedPattern: "[a-z]+" }', { P: 'ab1' }, 'does not match [a-z]+'],
    ['P: { Type: String, AllowedPattern: "a|b" }', { P: 'ax' }, 'does not match a|b'],
    ['P: { Type: String, AllowedPattern: "[a" }', { P: 'a' }, 'AllowedPattern: is no regular expression'],
    ['P: { Type: String, MinLength: 2 }', { P: 'a' }, 'shorter than MinLength'],
    ['P: { Type: String, MaxLength: 2 }', { P: 'abc' }, 'longer than MaxLength'],
    ['P: { Type: Number, MinValue: 2 }', { P: '1' }, 'below MinValue'],
    ['P: { Type: Number, MaxValue: 2 }', { P: '3' }, 'above MaxValue'],
    ['P: { Type: Number }', { P: 'x' }, '"x" is no Number'],
    ['P: { Type: Number }', { P: ' ' }, '" " is no Number'],
    ['P: { Type: AWS::SSM::Parameter::Value<String> }', { P: 'x' }, 'not supported'],
    ['P: { Type: String, Nope: 1 }', { P: 'x' }, 'Parameters.P.Nope'],
    ['P: { Type: Number, ConstraintDescription: be a number }', { P: 'x' }, ': be a number'],
  ])('%s with %j', (yaml, given, message) => {
    expect(() => values(yaml, given)).toThrow(message);
  });

  test('a NoEcho value is not shown', () => {
    const yaml = 'P: { Type: String, NoEcho: true, AllowedPattern: "[a-z]+" }';
    expect(() => values(yaml, { P: 'S3CRET' })).toThrow('Parameters.P: the value does not match');
  });
});
