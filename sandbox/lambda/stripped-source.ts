import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/**
 * A TypeScript source without its types. Kept in `cache` by its content: what strips types takes 20 MB of this process
 * once it is loaded.
 */
export function strippedSource(source: string, cache: string | undefined): string {
  if (cache === undefined) return stripTypes(source);
  const key = createHash('sha256').update(`${process.version}\n${source}`).digest('hex');
  const file = join(cache, `${key}.mjs`);
  const known = readIfThere(file);
  if (known !== undefined) return known;
  const stripped = stripTypes(source);
  keep(cache, file, stripped);
  return stripped;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a kill must not leave half of it. Where it cannot be kept, the next start strips again. */
function keep(cache: string, file: string, stripped: string): void {
  const unfinished = `${file}.${String(process.pid)}`;
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    writeFileSync(unfinished, stripped, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    // A read-only installation: nothing is lost but time.
  }
}

/** Node prints a warning about this function at its first use; nobody who starts a sandbox can act on it. */
function stripTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
