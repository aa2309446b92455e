import { describe, expect, test } from 'vitest';
import { faultCatalogue } from './fault-catalogue.ts';
import { invariants } from './invariants.ts';
import { reliabilityPage } from './reliability-page.ts';
import { MissingPathTestsError, showings } from './shown-faults.ts';
import { testsIn } from './titled-tests.ts';

const shown = showings();
const numbered = (letter: string, count: number, digits: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => letter + String(index + 1).padStart(digits, '0'));

describe('the catalogue', () => {
  test('has every fault and every invariant once, in order', () => {
    expect(faultCatalogue.map(({ id }) => id)).toEqual(numbered('F', 66, 2));
    expect(invariants.map(({ id }) => id)).toEqual(numbered('I', 14, 1));
  });

  test.each(faultCatalogue)('$id ($what) is shown by a test, or said to be beyond any', ({ id, beyond }) => {
    const tests = shown.filter(({ ids }) => ids.includes(id));
    expect(tests.length > 0 || beyond !== undefined).toBe(true);
  });

  test('knows every id that a test carries', () => {
    const known = new Set([...faultCatalogue, ...invariants].map(({ id }) => id));
    expect(shown.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
  });

  test('has every invariant seen by the checker or by a test', () => {
    const rows = reliabilityPage().split('\n');
    for (const { id } of invariants)
      expect(rows.find((row) => row.startsWith(`| ${id} |`))).toMatch(/\w \|$/);
  });
});

describe('the name of a test', () => {
  const text = `
    describe('a queue', () => {
      it('loses nothing (F28)', () => {});
      describe.runIf(true)('on Linux', () => { test(\`ends in \${n} s\` + ' (F03, F09)', () => {}); });
      it.each([['one (F29)'], ['two'], [three]])('answers %s', () => {});
      it.each(rows)('sees %s of $name (I4)', () => {});
      it(name, () => {});
    });
    notATest('(F01)');`;

  test('is read with the titles around it, rows of a table by their own ids', () => {
    expect(testsIn('x.test.ts', text).map(({ title }) => title)).toEqual([
      'a queue loses nothing (F28)',
      'a queue on Linux ends in … s (F03, F09)',
      'a queue answers one (F29)',
      'a queue sees … of … (I4)',
    ]);
  });

  test('gives its ids and keeps its other words', () => {
    const { title = '', ids = [] } =
      shown.find(
        ({ file, ids: own }) => file.endsWith('running-system.e2e.test.ts') && own.includes('F65'),
      ) ?? {};
    expect(ids).toEqual(['F65']);
    expect(title).toMatch(/^slow senders [a-z, ]+$/);
  });

  test('that is made from data is missed when it is not there', () => {
    expect(() => showings([])).toThrow(MissingPathTestsError);
  });
});
