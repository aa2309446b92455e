import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapped, render, templateText } from './render.ts';

const variables = new Map([
  ['requestId', 'id-1'],
  ['error.messageString', '"Forbidden"'],
  ['identity.userAgent', 'a"b\nc'],
  ['stageVariables.color', 'blue'],
  ['method.request.header.origin', 'http://x\r\nSet-Cookie: a'],
]);

test.each([
  ['{"message":$context.error.messageString}', '{"message":"Forbidden"}'],
  ['{"id":"$context.requestId."}', '{"id":"id-1."}'],
  ['$context.nothing|$stageVariables.color', '-|blue'],
  ['"$context.identity.userAgent"', '"a\\"b\\nc"'],
  ['no variables: $5', 'no variables: $5'],
])('%s', (template, expected) => {
  expect(render(template, variables, '-')).toBe(expected);
});

test('no value can break out of the JSON text around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const rendered = render('{"v":"$context.v"}', new Map([['v', value]]));
      expect(rendered).not.toMatch(/[\r\n]/);
      expect(JSON.parse(rendered)).toEqual({ v: value });
    }),
  );
});

test('header mappings', () => {
  expect(mapped("'*'", variables)).toBe('*');
  expect(mapped('context.requestId', variables)).toBe('id-1');
  expect(mapped('method.request.header.origin', variables)).toBe('http://xSet-Cookie: a');
  expect(mapped('context.nothing', variables)).toBeUndefined();
});

test.each([
  ['#set($x = 1)', '#set is not supported by the sandbox, only $context is'],
  ["$input.json('$')", '$input is not supported'],
])('Velocity is refused by name: %s', (template, message) => {
  expect(() => templateText.parse(template)).toThrow(message);
});
