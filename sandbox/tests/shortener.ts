import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '../index.ts';
import type { Sandbox, StartOptions } from '../index.ts';

/** The template of the tests: a URL shortener that uses every room once. */
export const shortenerTemplate = fileURLToPath(new URL('./shortener/template.yaml', import.meta.url));

/** A running shortener. */
export interface Shortener extends Sandbox {
  /** The stack's output of that name. */
  readonly output: (name: string) => string;
  /** Asks the REST API, with its key unless told otherwise. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
}

/** Starts the shortener on free ports; without a directory its store is in memory. */
export async function startShortener(options: Partial<StartOptions> = {}): Promise<Shortener> {
  const sandbox = await start({
    template: shortenerTemplate,
    stackName: 'short',
    apiPort: 0,
    awsPort: 0,
    ...options,
  });
  const { apiEndpoint = '', apiKey = '', outputs } = sandbox.connection;
  return {
    ...sandbox,
    output: (name) => outputs[name] ?? '',
    request: (path, init = {}) =>
      fetch(apiEndpoint + path, { headers: { 'x-api-key': apiKey }, redirect: 'manual', ...init }),
  };
}

/** The template with one piece of its text exchanged, in a file of its own beside the same bundles. */
export function changedTemplate(directory: string, [from, to]: readonly [string, string]): string {
  const text = readFileSync(shortenerTemplate, 'utf8');
  if (text.split(from).length !== 2) throw new RangeError(`the template does not say "${from}" exactly once`);
  const beside = dirname(shortenerTemplate);
  const file = join(directory, 'changed.yaml');
  writeFileSync(
    file,
    text
      .replace(from, to)
      .replaceAll('CodeUri: functions', `CodeUri: ${join(beside, 'functions')}`)
      .replaceAll('DefinitionUri: ', `DefinitionUri: ${beside}/`),
  );
  return file;
}

/** A directory that goes when the test is over. */
export function scratch(cleanups: (() => void)[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'shortener-'));
  cleanups.push(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** Asks until there is an answer other than undefined. */
export async function until<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new RangeError('nothing within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
