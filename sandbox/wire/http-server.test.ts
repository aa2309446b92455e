import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from './http-server.ts';
import type { RunningServer, ServerOptions } from './http-server.ts';
import type { WireRequest } from './http.ts';
import { textOf } from './http.ts';

let server: RunningServer | undefined;
afterEach(() => server?.stop());

const start = async (seen: WireRequest[] = [], more: Partial<ServerOptions> = {}) => {
  server = await listen({
    port: 0,
    portOption: '--port',
    largestBody: 100,
    report: () => undefined,
    ...more,
    handle: (request) => {
      seen.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: textOf(request.body) });
    },
  });
  return server.port;
};

const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
  });

describe('the HTTP server', () => {
  it('hands over method, path, headers and body as sent', async () => {
    const seen: WireRequest[] = [];
    const port = await start(seen);
    const url = `http://127.0.0.1:${String(port)}/a%2Fb?c=%20`;
    const answer = await fetch(url, { method: 'POST', body: 'hello', headers: { 'X-Thing': '1' } });
    expect(await answer.text()).toBe('hello');
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/a%2Fb?c=%20', headers: { 'x-thing': '1' } });
  });

  it('answers 413 to a body over the limit, declared or not', async () => {
    const port = await start();
    const url = `http://127.0.0.1:${String(port)}/`;
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(101) })).status).toBe(413);
    const chunks = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('x'.repeat(101)));
        controller.close();
      },
    });
    expect((await fetch(url, { method: 'POST', body: chunks, duplex: 'half' })).status).toBe(413);
  });

  it('hands on the beginning of a long body where the handler has an answer of its own', async () => {
    const seen: WireRequest[] = [];
    const port = await start(seen, { cutsLargeBodies: true });
    const chunked = `65\r\n${'x'.repeat(101)}\r\n65\r\n${'y'.repeat(101)}\r\n0\r\n\r\n`;
    const head = 'POST / HTTP/1.1\r\nHost: localhost';
    expect(await raw(port, `${head}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`)).toContain('200 OK');
    expect(await raw(port, `${head}\r\nContent-Length: 9999999999\r\n\r\nx`)).toContain('200 OK');
    expect(seen.map(({ body }) => textOf(body).length < 300)).toEqual([true, true]);
  });

  it('takes a client that leaves in the middle of its request for no fault', async () => {
    const faults: unknown[] = [];
    const port = await start([], { report: (...fault) => faults.push(fault) });
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nhalf', () =>
        socket.destroy(),
      );
    });
    await new Promise((resolve) => socket.on('close', resolve));
    expect((await fetch(`http://127.0.0.1:${String(port)}/`)).status).toBe(200);
    expect(faults).toEqual([]);
  });

  it('answers an expectation that it cannot meet with JSON', async () => {
    const port = await start();
    const answer = await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\n\r\n');
    expect(answer).toContain('417 ');
    expect(answer).toContain('"error":"ExpectationFailed"');
  });

  it.each(['Host: evil.example', 'X-No: host', 'Host: localhost\r\nHost: evil.example'])(
    'refuses a request with %s',
    async (header) => {
      const port = await start();
      expect(await raw(port, `GET / HTTP/1.1\r\n${header}\r\nConnection: close\r\n\r\n`)).toContain('403');
    },
  );

  it.each([
    ['Origin: https://evil.example', '403 '],
    ['Origin: null', '403 '],
    ['Origin: http://localhost.evil.example', '403 '],
    ['Sec-Fetch-Site: cross-site', '403 '],
    ['Sec-Fetch-Site: same-site', '403 '],
    ['Sec-Fetch-Site: none', '200 OK'],
    ['Origin: http://localhost:5173\r\nSec-Fetch-Site: same-origin', '200 OK'],
    ['X-No: browser', '200 OK'],
  ])('where web pages are refused, answers a request with %s with %s', async (header, status) => {
    const port = await start([], { refusesWebPages: true });
    const text = `POST / HTTP/1.1\r\nHost: localhost\r\n${header}\r\nConnection: close\r\n\r\n`;
    expect(await raw(port, text)).toContain(status);
  });

  it('at a stop, lets an open request end and closes its connection, also one that is kept alive', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const running = await listen({
      port: 0,
      portOption: '--port',
      largestBody: 100,
      report: () => undefined,
      handle: async () => {
        isAsked();
        await held;
        return { status: 200, headers: {}, body: '' };
      },
    });
    const answer = raw(running.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await asked;
    const stopped = running.stop();
    release();
    expect((await answer).toLowerCase()).toContain('connection: close');
    await stopped;
  });

  it('answers a malformed request with JSON', async () => {
    const port = await start();
    const answer = await raw(port, 'NONSENSE\r\n\r\n');
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('"error":"BadRequest"');
  });

  it('says which option to use when its port is taken', async () => {
    const port = await start();
    const second = listen({
      port,
      portOption: '--aws-port',
      largestBody: 1,
      report: () => undefined,
      handle: () => Promise.reject(new RangeError()),
    });
    await expect(second).rejects.toThrow(`Port ${String(port)} is in use; choose another with --aws-port`);
  });
});
