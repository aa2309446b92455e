import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * What Node has made of the sources (types stripped, code compiled), beside the package, so that all data directories
 * share it: with it a start takes 0.4 s of CPU and 50 MB less. Where it cannot be written, nothing is kept.
 */
export const compiledCode = join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

/** Modules imported from now on come from there. */
export function useCompiledCode(): void {
  enableCompileCache(compiledCode);
}

/** Writes what is not there yet, for the next start; also an exit does, but a kill does not. */
export function keepCompiledCode(): void {
  flushCompileCache();
}
