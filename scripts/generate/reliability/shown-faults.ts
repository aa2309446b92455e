import { readFileSync } from 'node:fs';
import { directedPaths } from '../../../tests/faults/paths/directed-paths.ts';
import type { Path } from '../../../tests/faults/paths/path.ts';
import { plainPaths } from '../../../tests/faults/paths/plain-paths.ts';
import { troubledPaths } from '../../../tests/faults/paths/troubled-paths.ts';
import { titledTests } from './titled-tests.ts';
import type { TitledTest } from './titled-tests.ts';

/** A test that says in its title what it shows. */
export interface Showing {
  readonly file: string;
  /** Without the ids. */
  readonly title: string;
  /** `F12`, `I4` */
  readonly ids: readonly string[];
  /** How its orders end, where the test says so in data. */
  readonly ends?: string;
}

/** A test file whose tests are made from a list of paths, by a title that stands in `titleIn`. */
interface PathTests {
  readonly file: string;
  readonly titleIn: string;
  readonly list: string;
  readonly paths: readonly Path[];
}

const pathTests: readonly PathTests[] = [
  {
    file: 'tests/faults/crash-points-plain.int.test.ts',
    titleIn: 'tests/faults/survey-tests.ts',
    list: 'plainPaths',
    paths: plainPaths,
  },
  {
    file: 'tests/faults/crash-points-troubled.int.test.ts',
    titleIn: 'tests/faults/survey-tests.ts',
    list: 'troubledPaths',
    paths: troubledPaths,
  },
  {
    file: 'tests/faults/directed-faults.int.test.ts',
    titleIn: 'tests/faults/directed-faults.int.test.ts',
    list: 'directedPaths',
    paths: directedPaths,
  },
];

/** A test made from data was expected and is not there: the page would tell of tests that nobody runs. */
export class MissingPathTestsError extends Error {
  override readonly name = 'MissingPathTests';
}

/** Every test that shows a fault or an invariant, by the ids in its title. */
export function showings(tests: readonly TitledTest[] = titledTests()): readonly Showing[] {
  const byTitle = tests.filter(({ title }) => !title.includes('$ids')).map(showing);
  return [...byTitle, ...pathTests.flatMap((each) => pathShowings(each, tests))].filter(
    ({ ids }) => ids.length > 0,
  );
}

/** @throws MissingPathTestsError */
function pathShowings(
  { file, titleIn, list, paths }: PathTests,
  tests: readonly TitledTest[],
): readonly Showing[] {
  const made = tests.find((test) => test.file === titleIn && test.title.includes('$name ($ids)'));
  if (made === undefined || !readFileSync(file, 'utf8').includes(list))
    throw new MissingPathTestsError(`${file} has no tests made from ${list}`);
  return paths.map(({ name, faults, ends, failureReason }) => ({
    file,
    title: made.title.replace('$name ($ids)', name),
    ids: faults,
    ends: ends === 'either' ? 'COMPLETED or FAILED' : [ends, failureReason].filter(Boolean).join(', '),
  }));
}

function showing({ file, title }: TitledTest): Showing {
  const groups = [...title.matchAll(/ ?\(([^()]*)\)/g)].filter(([, inner = '']) => /\b[FI]\d+\b/.test(inner));
  const ids = groups.flatMap(([, inner = '']) => inner.match(/\b[FI]\d+\b/g) ?? []);
  return { file, title: groups.reduce((rest, [group]) => rest.replace(group, ''), title), ids };
}
