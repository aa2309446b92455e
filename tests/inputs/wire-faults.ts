import { once } from 'node:events';
import { connect } from 'node:net';
import type { Connection } from 'serverless-sandbox';

/** Bytes that are not, or hardly, a request, and the status of their answer; `gone` for none at all. */
export interface WireFault {
  readonly name: string;
  readonly bytes: string;
  readonly expected: number | 'gone';
}

/** Sends bytes as they are and collects the answer until the server closes. */
export async function sendBytes({ apiEndpoint }: Connection, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(String(apiEndpoint)).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write(Buffer.from(bytes, 'latin1'));
  await once(socket, 'close');
  return answer;
}

/** Sends bytes and leaves without waiting for anything. */
export async function sendAndLeave({ apiEndpoint }: Connection, bytes: string): Promise<void> {
  const socket = connect(Number(new URL(String(apiEndpoint)).port), '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(bytes, resolve));
  socket.destroy();
}

const head = (...lines: string[]): string => [...lines, '', ''].join('\r\n');
const get = 'GET /prod/orders HTTP/1.1';
const post = 'POST /prod/orders HTTP/1.1';
const host = 'Host: 127.0.0.1';
const close = 'Connection: close';
const large = `x-long: ${'x'.repeat(40_000)}`;

/** Faults below HTTP, in its head, in its framing. None needs a key: none gets as far as an order. */
export const wireFaults: readonly WireFault[] = [
  { name: 'nonsense', bytes: 'NONSENSE\r\n\r\n', expected: 400 },
  { name: 'TLS', bytes: '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03', expected: 400 },
  { name: 'another version', bytes: head('GET /prod/orders HTTP/9.9', host), expected: 400 },
  { name: 'the preface of HTTP/2', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', expected: 400 },
  { name: 'an unknown method', bytes: head('FROB /prod/orders HTTP/1.1', host), expected: 400 },
  { name: 'NUL in the path', bytes: head('GET /prod/orders\0 HTTP/1.1', host), expected: 400 },
  { name: 'a bare byte in the path', bytes: head('GET /prod/orders/\xff HTTP/1.1', host), expected: 400 },
  { name: 'a space in a header name', bytes: head(get, host, 'bad name: x'), expected: 400 },
  { name: 'NUL in a header', bytes: head(get, host, 'x: a\0b'), expected: 400 },
  { name: 'a bare LF in the head', bytes: 'GET /prod/orders HTTP/1.1\nHost: 127.0.0.1\n\n', expected: 400 },
  { name: 'a head of 40 KB', bytes: head(get, host, large), expected: 400 },
  { name: 'no host', bytes: head(get, close), expected: 403 },
  { name: 'an empty host', bytes: head(get, 'Host:', close), expected: 403 },
  { name: 'another host', bytes: head(get, 'Host: evil.example', close), expected: 403 },
  { name: 'a host that begins like ours', bytes: head(get, 'Host: 127.0.0.1.evil.example', close), expected: 403 }, // prettier-ignore
  { name: 'two hosts', bytes: head(get, host, 'Host: evil.example', close), expected: 403 },
  { name: 'no key', bytes: head(get, host, close), expected: 403 },
  { name: 'HTTP/1.0', bytes: head('GET /prod/orders HTTP/1.0', host), expected: 403 },
  { name: 'an address for a target', bytes: head('GET http://evil.example/prod/orders HTTP/1.1', host, close), expected: 403 }, // prettier-ignore
  { name: 'no path', bytes: head('OPTIONS * HTTP/1.1', host, close), expected: 403 },
  { name: 'another stage', bytes: head('GET /production/orders HTTP/1.1', host, close), expected: 403 },
  { name: 'a tunnel', bytes: head('CONNECT 127.0.0.1:22 HTTP/1.1', host), expected: 'gone' },
  { name: 'an upgrade', bytes: head(get, host, 'Upgrade: websocket', 'Connection: upgrade, close'), expected: 403 }, // prettier-ignore
  { name: 'an unknown expectation', bytes: head(get, host, 'Expect: a-miracle', close), expected: 417 },
  { name: 'a length that is no number', bytes: head(post, host, 'Content-Length: many'), expected: 400 },
  { name: 'a negative length', bytes: head(post, host, 'Content-Length: -1'), expected: 400 },
  { name: 'two lengths', bytes: head(post, host, 'Content-Length: 2', 'Content-Length: 3'), expected: 400 },
  { name: 'a length beside chunks', bytes: `${head(post, host, 'Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`, expected: 400 }, // prettier-ignore
  { name: 'a chunk that is no number', bytes: `${head(post, host, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n`, expected: 400 }, // prettier-ignore
  { name: 'an unknown transfer coding', bytes: `${head(post, host, 'Transfer-Encoding: rot13')}{}`, expected: 400 }, // prettier-ignore
  { name: 'a length of terabytes', bytes: head(post, host, 'Content-Length: 9999999999999'), expected: 413 },
];
