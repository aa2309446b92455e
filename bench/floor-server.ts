import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The floor: the least that could be called the same job. A bare HTTP server stores the order in SQLite (WAL,
 * synchronous FULL), answers after the commit, then commits as many further steps as an order takes in the system.
 * Usage: node floor-server.ts <directory> <steps>. Prints its port.
 */
const [directory = '.', steps = '5'] = process.argv.slice(2);
const db = new DatabaseSync(join(directory, 'floor.sqlite'));
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, body TEXT NOT NULL, step INTEGER NOT NULL)');
const insert = db.prepare('INSERT INTO orders (body, step) VALUES (?, 0)');
const advance = db.prepare('UPDATE orders SET step = ? WHERE id = ?');
const settled = db.prepare('SELECT count(*) AS n FROM orders WHERE step = ?');

const takeSteps = (id: number | bigint, step: number): void => {
  if (step > Number(steps)) return;
  advance.run(step, id);
  setImmediate(takeSteps, id, step + 1);
};

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ settled: settled.get(Number(steps))?.['n'] }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { lastInsertRowid } = insert.run(Buffer.concat(chunks).toString());
    response.statusCode = 201;
    response.end(JSON.stringify({ orderId: String(lastInsertRowid) }));
    setImmediate(takeSteps, lastInsertRowid, 1);
  });
});
server.listen(0, '127.0.0.1', () => {
  // A listening TCP server always has an address record.
  console.log((server.address() as AddressInfo).port);
});
