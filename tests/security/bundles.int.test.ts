import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

const bundles = globSync('dist/*/app.mjs').sort();
const direct = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { readonly dependencies: object }).dependencies,
);

it('there is a bundle for every function', () => {
  expect(bundles.map((path) => dirname(path))).toEqual(
    globSync('src/lambdas/*/app.ts')
      .sort()
      .map((path) => dirname(path).replace('src/lambdas', 'dist')),
  );
});

/** The ninth is the SQS client, by which a poison message reaches its dead-letter queue within seconds. */
const mostPackages: Readonly<Record<string, number>> = { 'dist/order-processing/app.mjs': 9 };

describe.each(bundles)('%s (S35)', (path) => {
  // esbuild's own format.
  const { sources } = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { readonly sources: string[] };
  const packages = new Set(
    sources.flatMap((source) => {
      const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source) ?? [];
      return name === undefined ? [] : [name];
    }),
  );

  it('is at most 1 MB', () => {
    expect(statSync(path).size).toBeLessThanOrEqual(1_048_576);
  });

  it('holds few of the packages that are asked for by name', () => {
    expect(packages.size).toBeGreaterThan(0);
    expect(direct.filter((name) => packages.has(name)).length).toBeLessThanOrEqual(mostPackages[path] ?? 8);
  });

  it('makes no code from text and loads no native addon', () => {
    const text = readFileSync(path, 'utf8');
    expect(text).not.toMatch(/\beval\(|\bnew Function\(|\.node["'`)]|process\.dlopen/);
  });

  it('has nothing of the sandbox in it', () => {
    expect(sources.filter((source) => /(?:^|\/)sandbox\//.test(source))).toEqual([]);
  });
});
