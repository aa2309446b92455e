import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The least that could be called the same work: bare SQLite statements, committed as often (WAL, synchronous FULL). */
export interface Floor {
  /** A row on the condition that there is none of its key. */
  readonly put: (key: string) => void;
  /** Ten messages in, out and gone: three commits. */
  readonly tenMessages: () => void;
  /** A run of four steps: one commit each. */
  readonly fourSteps: () => void;
}

/** Opens the floor's own file in `directory`. */
export function openFloor(directory: string): Floor {
  const db = new DatabaseSync(join(directory, 'floor.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE item (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID');
  db.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, body TEXT NOT NULL, lease INTEGER NOT NULL)');
  db.exec('CREATE TABLE run (id INTEGER PRIMARY KEY, step INTEGER NOT NULL)');
  const put = db.prepare('INSERT INTO item VALUES (?, ?)');
  const send = db.prepare('INSERT INTO message (body, lease) VALUES (?, 0)');
  const receive = db.prepare('UPDATE message SET lease = 1 WHERE lease = 0');
  const remove = db.prepare('DELETE FROM message WHERE lease = 1');
  const begin = db.prepare('INSERT INTO run (step) VALUES (0)');
  const advance = db.prepare('UPDATE run SET step = ? WHERE id = ?');
  return {
    put: (key) => void put.run(key, JSON.stringify({ id: key, note: 'a thing', size: 3 })),
    tenMessages: () => {
      db.exec('BEGIN');
      for (let message = 0; message < 10; message += 1) send.run('a message');
      db.exec('COMMIT');
      receive.run();
      remove.run();
    },
    fourSteps: () => {
      const { lastInsertRowid } = begin.run();
      for (let step = 1; step < 4; step += 1) advance.run(step, lastInsertRowid);
    },
  };
}
