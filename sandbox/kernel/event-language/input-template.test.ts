import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePath } from './event-path.ts';
import { compileTemplate } from './input-template.ts';

const event = {
  detail: { id: 'i-1', count: 3, 'deep-er': { list: ['a', 'b'] }, quote: 'say "hi"', none: null, ok: true },
};
const fill = (template: string): string => compileTemplate(template).fill((name) => compilePath(name)(event));

describe('input templates', () => {
  it.each<[string, string, string]>([
    ['a string gets its quotes', '{"a": <$.detail.id>}', '{"a": "i-1"}'],
    ['a number stays a number', '{"a": <$.detail.count>}', '{"a": 3}'],
    ['booleans and null', '[<$.detail.ok>, <$.detail.none>]', '[true, null]'],
    ['objects', '{"a": <$.detail.deep-er>}', '{"a": {"list":["a","b"]}}'],
    ['a list element', '{"a": <$.detail.deep-er.list[1]>}', '{"a": "b"}'],
    ['all list elements', '{"a": <$.detail.deep-er.list[*]>}', '{"a": ["a","b"]}'],
    ['a missing value is empty', '{"a": <$.detail.gone>}', '{"a": ""}'],
    ['inside quotes', '{"a": "<$.detail.id> has <$.detail.count>"}', '{"a": "i-1 has 3"}'],
    ['quotes are escaped inside quotes', '{"a": "<$.detail.quote>"}', '{"a": "say \\"hi\\""}'],
    ['missing inside quotes', '{"a": "x<$.detail.gone>y"}', '{"a": "xy"}'],
    ['escaped quotes do not end a string', '{"a": "\\"<$.detail.id>\\""}', '{"a": "\\"i-1\\""}'],
    ['a JSON string', '"<$.detail.id> it is"', '"i-1 it is"'],
    ['free text', 'it is <$.detail.id>', 'it is i-1'],
    ['a lone path', '<$.detail.id>', '"i-1"'],
    ['signs that are no placeholders', '{"a": "1 < 2 > 0"}', '{"a": "1 < 2 > 0"}'],
  ])('%s', (_name, template, expected) => {
    expect(fill(template)).toBe(expected);
  });

  it('gives valid JSON whatever the values are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const text = compileTemplate('{"a": <$.a>, "b": "x <$.b> y"}').fill((name) =>
          name === '$.a' ? a : b,
        );
        expect(JSON.parse(text)).toMatchObject({ a: JSON.parse(JSON.stringify(a)) as unknown });
      }),
    );
  });

  it('refuses paths that say more than EventBridge reads', () => {
    expect(() => compilePath('$..a')).toThrow('Invalid JSON path: $..a');
    expect(() => compilePath('$.a[?(@.b)]')).toThrow('Invalid JSON path');
    expect(() => compilePath('detail')).toThrow('Invalid JSON path');
  });
});
