import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterEach, expect, it } from 'vitest';

let planted: string | undefined;
afterEach(() => {
  if (planted !== undefined) rmSync(planted, { recursive: true });
});

/** The names of the rules that a small tree of files breaks. */
const violationsOf = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
  planted = mkdtempSync(join(tmpdir(), 'boundaries-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(planted, file)), { recursive: true });
    writeFileSync(join(planted, file), text);
  }
  const options = await extractConfig('./.dependency-cruiser.cjs');
  const rooms = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))];
  const { output } = await cruise(rooms, { ...options, tsConfig: {}, baseDir: planted, validate: true });
  return typeof output === 'string' ? [] : output.summary.violations.map(({ rule }) => rule.name);
};

const target = 'export const value = 1;';
const importing = (path: string): string => `import { value } from '${path}';\nexport const copy = value;`;

it.each([
  { from: 'src/core/a.ts', path: '../adapters/b.ts', to: 'src/adapters/b.ts', rule: 'core-knows-nothing' },
  {
    from: 'src/contracts/a.ts',
    path: '../core/orders/b.ts',
    to: 'src/core/orders/b.ts',
    rule: 'contracts-know-the-kernel',
  },
  {
    from: 'src/adapters/a.ts',
    path: '../lambdas/b.ts',
    to: 'src/lambdas/b.ts',
    rule: 'adapters-know-contracts-and-core',
  },
  {
    from: 'src/core/orders/a.ts',
    path: '../testing/b.ts',
    to: 'src/core/testing/b.ts',
    rule: 'doubles-are-for-tests',
  },
  {
    from: 'sandbox/sqs/a.ts',
    path: '../../src/core/b.ts',
    to: 'src/core/b.ts',
    rule: 'sandbox-knows-nothing-of-ours',
  },
  {
    from: 'sandbox/sqs/a.ts',
    path: '../sns/b.ts',
    to: 'sandbox/sns/b.ts',
    rule: 'rooms-of-the-sandbox-meet-in-the-kernel',
  },
])('$from may not import $path', async ({ from, path, to, rule }) => {
  expect(await violationsOf({ [from]: importing(path), [to]: target })).toEqual([rule]);
});

it.each(['node:fs', 'fs'])('core may not import %s', async (builtin) => {
  const file = `import { existsSync } from '${builtin}';\nexport const exists = existsSync;`;
  expect(await violationsOf({ 'src/core/a.ts': file })).toContain('core-without-node');
});

it('sees a cycle, and nothing where there is nothing', async () => {
  expect(await violationsOf({ 'src/core/a.ts': importing('./b.ts').replace('copy', 'value'), 'src/core/b.ts': importing('./a.ts').replace('copy', 'value') })).toContain('no-cycles'); // prettier-ignore
  expect(await violationsOf({ 'src/core/a.ts': importing('./b.ts'), 'src/core/b.ts': target })).toEqual([]);
});
