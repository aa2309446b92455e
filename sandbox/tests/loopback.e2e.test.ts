import { statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scratch, startShortener } from './shortener.ts';
import type { Shortener } from './shortener.ts';

const cleanups: (() => void)[] = [];
const refusal = /^403 .*The Host header must name this machine/;
let shortener: Shortener;
let directory: string;
let ports: number[];

beforeAll(async () => {
  directory = join(scratch(cleanups), 'data');
  shortener = await startShortener({ directory });
  const { apiEndpoint = '', awsEndpointUrl } = shortener.connection;
  ports = [apiEndpoint, awsEndpointUrl].map((url) => Number(new URL(url).port));
});

afterAll(async () => {
  await shortener.stop();
  for (const cleanup of cleanups) cleanup();
});

it('is reached at 127.0.0.1 and at no other address of the machine (S31)', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address);
  for (const port of ports) {
    expect(await reached('127.0.0.1', port)).toBe(true);
    for (const host of others) expect(await reached(host, port), host).toBe(false);
  }
});

it('refuses requests to a name that is not this machine: a page may have rebound its own (S31)', async () => {
  for (const port of ports) {
    expect(await answerTo(port, `localhost:${String(port)}`)).not.toMatch(refusal);
    for (const host of [
      'evil.example',
      `evil.example:${String(port)}`,
      '127.0.0.1.evil.example',
      '10.0.0.1',
    ]) {
      expect(await answerTo(port, host), host).toMatch(refusal);
    }
  }
});

it('keeps its data to its owner (S40)', () => {
  const mode = (...path: string[]): number => statSync(join(directory, ...path)).mode & 0o777;
  expect(mode()).toBe(0o700);
  for (const file of ['sandbox.sqlite', 'sandbox.sqlite-wal', 'sandbox.json'])
    expect(mode(file), file).toBe(0o600);
});

function reached(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (isReached: boolean) => (): void => {
      socket.destroy();
      resolve(isReached);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

function answerTo(port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', path: '/v1/links', headers: { host } }, (answer) => {
      text(answer).then((body) => {
        resolve(`${String(answer.statusCode)} ${body}`);
      }, reject);
    });
    asking.once('error', reject).end();
  });
}
