import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { countStart, dataFile, latestTime, openDatabase, resetDatabase } from './open-database.ts';
import { inSavepoint } from './savepoint.ts';
import { createStore } from './store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const openStore = (options = {}) => {
  const db = openDatabase(options);
  const store = createStore(db, systemClock);
  store.define('CREATE TABLE IF NOT EXISTS thing (name TEXT PRIMARY KEY)');
  const put = (name: string) => store.write(() => store.run('INSERT INTO thing VALUES (?)', name));
  const names = () =>
    store.all<{ name: string }>('SELECT name FROM thing ORDER BY name').map((row) => row.name);
  return { db, store, put, names };
};

describe('writes', () => {
  it('answers each piece of work of a shared commit on its own', async () => {
    const { put, names, store } = openStore();
    const outcomes = await Promise.allSettled([put('a'), put('a'), put('b')]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(names()).toEqual(['a', 'b']);
    await store.close();
  });

  it('undoes all of a piece of work that throws, and skips its effects', async () => {
    const { store, names } = openStore();
    const ran: string[] = [];
    const refused = store.write(() => {
      store.run("INSERT INTO thing VALUES ('half')");
      store.afterCommit(() => ran.push('refused'));
      throw new RangeError('no');
    });
    await expect(refused).rejects.toThrow('no');
    await store.write(() => {
      store.afterCommit(() => ran.push('kept'));
    });
    expect(names()).toEqual([]);
    expect(ran).toEqual(['kept']);
    await store.close();
  });

  it('reports an effect that throws, and answers the rest of the batch', async () => {
    const faults: unknown[] = [];
    const store = createStore(openDatabase({}), systemClock, {
      effectFailed: (thrown) => faults.push(thrown),
    });
    const fault = new RangeError('no');
    const first = store.write(() => {
      store.afterCommit(() => {
        throw fault;
      });
      return 1;
    });
    expect(await Promise.all([first, store.write(() => 2)])).toEqual([1, 2]);
    expect(faults).toEqual([fault]);
    await store.close();
  });

  it('answers nothing of a batch on a full disk, and goes on when there is room again (F60)', async () => {
    const { db, store, names } = openStore();
    db.exec(`PRAGMA max_page_count = ${String(db.prepare('PRAGMA page_count').get()?.['page_count'])}`);
    const big = 'x'.repeat(100_000);
    const put = (name: string) => store.write(() => store.run('INSERT INTO thing VALUES (?)', name));
    await expect(put(big)).rejects.toThrow();
    db.exec('PRAGMA max_page_count = 100000');
    await put(big);
    expect(names()).toEqual([big]);
    await store.close();
  });

  it('answers no write while its file is read-only, goes on reading, and writes again after it (F61)', async () => {
    const { db, store, put, names } = openStore();
    await put('before');
    db.exec('PRAGMA query_only = ON');
    const refused = await Promise.allSettled([put('a'), put('b')]);
    expect(refused.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual(
      Array.from(
        { length: 2 },
        () => expect.stringContaining('could not write to its disk; try again') as unknown,
      ),
    );
    expect(names()).toEqual(['before']);
    db.exec('PRAGMA query_only = OFF');
    await put('after');
    expect(names()).toEqual(['after', 'before']);
    await store.close();
  });

  it('lets what comes during a slow commit share the next one, in its order (F61)', async () => {
    const arrived: Promise<unknown>[] = [];
    let commits = 0;
    const store = createStore(openDatabase({}), systemClock, {
      committed: () => {
        commits += 1;
        // The disk takes its time, and two hundred more writes come meanwhile.
        if (commits === 1) arrived.push(...Array.from({ length: 200 }, (_, number) => put(String(number))));
      },
    });
    store.define('CREATE TABLE thing (name TEXT)');
    const put = (name: string) => store.write(() => store.run('INSERT INTO thing VALUES (?)', name));
    await put('first');
    await Promise.all(arrived);
    expect(commits).toBe(2);
    expect(store.all('SELECT name FROM thing ORDER BY rowid').map(({ name }) => name)).toEqual([
      'first',
      ...arrived.map((_, number) => String(number)),
    ]);
    await store.close();
  });

  it('forgets the effects of a part that failed, and keeps those around it', async () => {
    const { store, names } = openStore();
    const effects: string[] = [];
    const note = (name: string): void => {
      store.run('INSERT INTO thing VALUES (?)', name);
      store.afterCommit(() => effects.push(name));
    };
    await store.write(() => {
      note('before');
      const part = (): void => {
        note('failed');
        throw new RangeError('no');
      };
      expect(() => {
        inSavepoint(store, part);
      }).toThrow('no');
      note('after');
    });
    expect(effects).toEqual(['before', 'after']);
    expect(names()).toEqual(['after', 'before']);
    await store.close();
  });

  it('refuses a write outside a transaction and a transaction inside another', async () => {
    const { store } = openStore();
    expect(() => store.run("INSERT INTO thing VALUES ('x')")).toThrow('outside a transaction');
    await expect(store.write(() => store.write(() => 1))).rejects.toThrow('inside a transaction');
    await store.close();
  });
});

describe('the data file', () => {
  it('keeps what was acknowledged when the process just stops, readable by its owner alone', async () => {
    const first = openStore({ directory });
    await first.put('kept');
    first.db.close();
    expect(statSync(join(directory, dataFile)).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const second = openStore({ directory });
    expect(second.names()).toEqual(['kept']);
    second.db.close();
  });

  it('is never busy for its owner: a second connection gets no lock, and an owner before us is told of (F62)', async () => {
    const { store, put, names, db } = openStore({ directory });
    const second = new DatabaseSync(join(directory, dataFile), { timeout: 50 });
    expect(() => {
      second.exec('BEGIN IMMEDIATE');
    }).toThrow(/locked/);
    await put('undisturbed');
    expect(names()).toEqual(['undisturbed']);
    await store.close();
    expect(db.isOpen).toBe(false);
    second.exec('BEGIN IMMEDIATE');
    expect(() => openDatabase({ directory })).toThrow(/in use by another sandbox/);
    second.exec('ROLLBACK');
    second.close();
    openDatabase({ directory }).close();
  });

  it('refuses a second sandbox, a foreign file and a damaged one, each with advice', () => {
    const first = openStore({ directory });
    expect(() => openDatabase({ directory })).toThrow(/in use by another sandbox.*--data/);
    expect(() => {
      resetDatabase(directory);
    }).toThrow(/in use by another sandbox/);
    first.db.exec('PRAGMA application_id = 7');
    first.db.close();
    expect(() => openDatabase({ directory })).toThrow(/another program's database/);
    expect(() => {
      resetDatabase(directory);
    }).toThrow(/another program's database/);
    writeFileSync(
      join(directory, dataFile),
      'not a database at all, but long enough to look like one'.repeat(50),
    );
    expect(() => openDatabase({ directory })).toThrow(/--reset/);
    resetDatabase(directory);
    openDatabase({ directory }).close();
  });

  it("does not touch a foreign file, nor the mode of a directory that is somebody else's", () => {
    const file = join(directory, dataFile);
    const foreign = new DatabaseSync(file);
    foreign.exec('CREATE TABLE theirs (x)');
    foreign.close();
    const before = readFileSync(file);
    expect(() => openDatabase({ directory })).toThrow(/another program's database/);
    expect(readFileSync(file).equals(before)).toBe(true);
    rmSync(file);
    writeFileSync(join(directory, 'letter.txt'), '');
    chmodSync(directory, 0o755);
    openDatabase({ directory }).close();
    expect(statSync(directory).mode & 0o777).toBe(0o755);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('counts how often it was opened', () => {
    const starts = [1, 2, 3].map(() => {
      const db = openDatabase({ directory });
      const count = countStart(db);
      db.close();
      return count;
    });
    expect(starts).toEqual([0, 1, 2]);
  });

  it('is empty after a reset', async () => {
    const first = openStore({ directory });
    await first.put('gone');
    await first.store.close();
    resetDatabase(directory);
    const second = openStore({ directory });
    expect(second.names()).toEqual([]);
    await second.store.close();
  });
});

it('notes what time it is with what changes, once per second at most, and with nothing else', async () => {
  const clock = virtualClock();
  const db = openDatabase({ directory });
  const store = createStore(db, clock);
  store.define('CREATE TABLE thing (id INTEGER PRIMARY KEY)');
  const change = async (): Promise<void> => {
    const done = store.write(() => store.run('INSERT INTO thing DEFAULT VALUES'));
    await clock.settle();
    await done;
  };
  expect(latestTime(db)).toBe(0);
  await change();
  const first = clock.now();
  expect(latestTime(db)).toBe(first);
  await clock.advance(999);
  await change();
  expect(latestTime(db)).toBe(first);
  await clock.advance(1);
  const idle = store.write(() => store.run('DELETE FROM thing WHERE id = 99'));
  await clock.settle();
  await idle;
  expect(latestTime(db)).toBe(first);
  await change();
  expect(latestTime(db)).toBe(first + 1_000);
  await store.close();
  const again = openDatabase({ directory });
  expect(latestTime(again)).toBe(first + 1_000);
  again.close();
});
