import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, oneLine } from './plain-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 400 });

describe('one line', () => {
  test('of any text has no line break, no control character and no half of a character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(line.isWellFormed()).toBe(true);
        expect(line.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test.each([
    ['a header injection', 'Order\r\nBcc: all@example.com', 'Order Bcc: all@example.com'],
    ['a right-to-left override', 'abc\u202Edef', 'abc def'],
    ['an escape sequence', '\u001B[31mred', '[31mred'],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['ordinary words', 'Order 1: complete', 'Order 1: complete'],
  ])('of %s', (_, text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  test('is cut where it must be', () => {
    expect(oneLine('x'.repeat(10), 5)).toBe('xxxx…');
  });
});

describe('escaped HTML', () => {
  test('of any text opens no tag and closes no attribute', () => {
    fc.assert(fc.property(anyText, (text) => !/[<>"']/.test(escapeHtml(text))));
  });

  test('says what the text said', () => {
    expect(escapeHtml(`<b title="x">Tom & 'Jerry'</b>`)).toBe(
      '&lt;b title=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/b&gt;',
    );
  });
});
