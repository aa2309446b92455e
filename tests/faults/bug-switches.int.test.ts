import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bugSwitches, withBug } from './bug-switches.ts';
import type { BugSwitch } from './bug-switches.ts';
import { surveyCrashes } from './crash-points.ts';
import { compileFunctions } from './function-code.ts';
import { plainPaths } from './paths/plain-paths.ts';
import { troubledPaths } from './paths/troubled-paths.ts';

const paths = [...plainPaths, ...troubledPaths];

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'bugs-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The template with a switch on; what it names stays where it is. */
function templateWith(bug: BugSwitch): string {
  const text = withBug(bug, resolve('template.yaml'), readFileSync('template.yaml', 'utf8'));
  const file = join(directory, 'template.yaml');
  writeFileSync(file, text.replaceAll(/(CodeUri: |DefinitionUri: )/g, `$1${process.cwd()}/`));
  return file;
}

it.each(bugSwitches)('turns red: $name ($breaks)', async (bug) => {
  const code = await compileFunctions((path, text) => withBug(bug, path, text));
  const template = bug.edits.some(({ file }) => file === 'template.yaml') ? templateWith(bug) : undefined;
  const failures: string[] = [];
  for (const path of paths.filter(({ name }) => bug.shownBy.includes(name))) {
    if (failures.length === 0)
      failures.push(...(await surveyCrashes(code, path, { stopsAtFirst: true, template })).failures);
  }
  expect(failures.join('\n')).toContain(`: ${bug.breaks} `);
});

it('has ten of them', () => {
  expect(bugSwitches).toHaveLength(10);
});
