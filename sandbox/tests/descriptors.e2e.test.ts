import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { startWithDescriptors } from './command-line.ts';
import type { CommandLineSandbox } from './command-line.ts';
import { clientsOf } from './kill/clients.ts';
import { scratch, until } from './shortener.ts';

const template = fileURLToPath(new URL('./kill/template.yaml', import.meta.url));
const cleanups: (() => void)[] = [];
let sandbox: CommandLineSandbox | undefined;
afterAll(() => {
  sandbox?.process.kill('SIGKILL');
  for (const cleanup of cleanups) cleanup();
});

/** Files and sockets that the process may have open, and those who want to be among them. */
const limit = 64;
const visitors = 100;

it('with no file descriptor left, loses nothing that it answered, and serves again when there are some (F63)', async () => {
  sandbox = await startWithDescriptors(limit, template, scratch(cleanups));
  const { tables, output } = clientsOf(sandbox.connection);
  const TableName = output('Things');
  const put = (id: string) =>
    tables.send(new PutItemCommand({ TableName, Item: { id: { S: id }, kind: { S: 'put' } } }));
  await put('before');
  const { hostname, port } = new URL(sandbox.connection.awsEndpointUrl);
  const sockets = Array.from({ length: visitors }, () => connect(Number(port), hostname));
  const left = sockets.map(leaves);
  await Promise.all(sockets.map((socket) => once(socket, 'connect').catch(() => undefined)));
  // Those for whom there was no descriptor are turned away; nobody waits for ever.
  await until(() =>
    Promise.resolve(left.filter(({ isGone }) => isGone).length > visitors / 4 ? true : undefined),
  );
  const acknowledged = ['before'];
  for (let number = 0; number < 20; number += 1) {
    const id = `during-${String(number)}`;
    await put(id).then(
      () => acknowledged.push(id),
      () => undefined,
    );
  }
  for (const socket of sockets) socket.destroy();
  await until(() =>
    put('after').then(
      () => true,
      () => undefined,
    ),
  );
  for (const id of [...acknowledged, 'after']) {
    const { Item } = await tables.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
    expect(Item, id).toBeDefined();
  }
  expect((await sandbox.end('SIGTERM')).code).toBe(0);
});

function leaves(socket: Socket): { isGone: boolean } {
  const seen = { isGone: false };
  socket.on('error', () => undefined);
  socket.on('close', () => (seen.isGone = true));
  return seen;
}
