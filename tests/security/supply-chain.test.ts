import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { secretsIn } from './secrets.ts';

interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

// Both are npm's own formats.
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const manifest = json('package.json') as Manifest;
const lock = json('package-lock.json') as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Package>>;
};
const installed = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);

describe('the lockfile (S33)', () => {
  it('is of version 3 and pins every package by its content', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual([]);
  });

  it('knows no source but the registry and this repository', () => {
    const links = Object.entries(lock.packages).filter(([, { link }]) => link === true);
    expect(links.map(([, { resolved }]) => resolved)).toEqual(['sandbox']);
    const others = installed.filter(([, { resolved }]) => resolved !== undefined);
    expect(
      others.filter(([, { resolved = '' }]) => !/^https:\/\/registry\.npmjs\.org\//.test(resolved)),
    ).toEqual([]);
  });

  it.each(['package.json', 'sandbox/package.json'])('%s names exact versions alone', (path) => {
    const { dependencies, devDependencies = {} } = json(path) as Manifest;
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

it('only packages that are allowed to run install scripts have any (S34)', () => {
  const scripted = installed
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  // fsevents is built on macOS alone, and only where another package asks for it.
  expect([...new Set(scripted)].filter((name) => name !== 'fsevents').sort()).toEqual(
    Object.keys(manifest.allowScripts ?? {}).sort(),
  );
});

it('npm runs no script that is not allowed, and takes nothing from git or an address (S34)', () => {
  const settings = readFileSync('.npmrc', 'utf8').split('\n');
  expect(settings).toEqual(
    expect.arrayContaining([
      'strict-allow-scripts=true',
      'allow-git=none',
      'allow-remote=none',
      'save-exact=true',
    ]),
  );
});

it('few packages are asked for by name (S35)', () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(15);
});

describe('no tracked file holds a secret (S37)', () => {
  it.runIf(existsSync('.git'))('in the whole repository', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((path) => {
      const bytes = readFileSync(path);
      return secretsIn(bytes.toString('latin1')).map((what) => `${path}: ${what}`);
    });
    expect(found).toEqual([]);
  });

  // Put together here, so that this file is clean itself.
  it.each([
    ['an AWS access key', `AKIA${'ABCDEFGHIJKLMNOP'}`],
    ['a private key', `-----BEGIN ${'RSA '}PRIVATE KEY-----`],
    ['a GitHub token', `ghp_${'a'.repeat(36)}`],
    ['an npm token', `npm_${'a'.repeat(36)}`],
    ['a live payment key', `sk_live_${'a'.repeat(24)}`],
    ['a JWT', `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`],
    ['an AWS secret', `aws_secret_access_key = ${'a'.repeat(20)}/+${'B1'.repeat(9)}`],
    ['a password in an address', `https://user:${'hunter22'}@example.com/`],
  ])('and %s would be found', (_what, text) => {
    expect(secretsIn(`const x = "${text}"`)).toHaveLength(1);
  });
});
