import { globSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

/**
 * Bundles every function: `src/lambdas/<function>/app.ts` → `dist/<function>/app.mjs` and its source map.
 * With `--if-stale` nothing is done when the bundles are newer than every source.
 */
const { values: options } = parseArgs({ options: { 'if-stale': { type: 'boolean', default: false } } });

const entries = globSync('src/lambdas/*/app.ts').sort();

if (!options['if-stale'] || isStale()) {
  await bundle();
  for (const leftover of leftovers()) rmSync(dirname(leftover), { recursive: true });
  console.log(`built ${String(entries.length)} functions into dist/`);
}

/** All in one call: the bundles share their parsed sources. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: entries.map((path) => ({ in: path, out: outputOf(path).replace(/\.mjs$/, '') })),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    treeShaking: true,
    mainFields: ['module', 'main'],
    // Some dependencies are CommonJS and ask for built-in modules with require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** `src/lambdas/order-creation/app.ts` → `order-creation/app.mjs` */
function outputOf(entry: string): string {
  return `${dirname(entry).replace('src/lambdas/', '')}/app.mjs`;
}

/** Bundles of functions that no longer exist. */
function leftovers(): readonly string[] {
  const outputs = new Set(entries.map((entry) => `dist/${outputOf(entry)}`));
  return globSync('dist/*/app.mjs').filter((path) => !outputs.has(path));
}

function isStale(): boolean {
  const outputs = entries.map((entry) => modifiedAt(`dist/${outputOf(entry)}`));
  const sources = [...globSync('src/**/*.ts'), 'scripts/build.ts', 'package-lock.json'];
  return leftovers().length > 0 || Math.max(...sources.map(modifiedAt)) > Math.min(...outputs);
}

/** Milliseconds; a file that does not exist is older than every other. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}
