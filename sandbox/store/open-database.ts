import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, SandboxError } from '../kernel/errors.ts';

/** How the data file is opened. */
export interface DatabaseOptions {
  /** The directory of the data file, or undefined for a store in memory. */
  readonly directory?: string;
  /** In memory: begins as a copy of this, which `serialize` made of another store. */
  readonly image?: Uint8Array;
  /** FULL survives power loss; NORMAL survives the death of the process and is faster. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/** SQLite has found a fault in the file. */
class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** Marks the file as ours ("SBOX"), so that another program's database is never written to. */
const applicationId = 0x53424f58;

/** Raised with every change to a table's shape; another version is refused, never guessed at. */
const schemaVersion = 6;

/** The data file inside its directory. */
export const dataFile = 'sandbox.sqlite';

/**
 * Opens the data file, alone: a second process is refused while this one lives, and `kill -9` frees it.
 * @throws SandboxError for a locked, damaged, foreign or differently versioned file, and where none can be made
 */
export function openDatabase({ directory, image, synchronous = 'FULL' }: DatabaseOptions): DatabaseSync {
  if (directory === undefined) return configure(inMemory(image), synchronous);
  const file = join(directory, dataFile);
  const db = openFile(directory, file);
  try {
    chmodSync(file, 0o600);
    configure(db, synchronous);
    refuseDamaged(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown instanceof SandboxError ? thrown : explain(file, thrown);
  }
}

/** Forgets everything that is stored in `directory`; a file in use, or of another program, is refused. */
export function resetDatabase(directory: string): void {
  if (!existsSync(join(directory, dataFile))) return;
  try {
    openDatabase({ directory }).close();
  } catch (thrown) {
    // A damaged file, or one of another version, is what a reset is for; one in use or of others is not.
    if (!(thrown instanceof SandboxError) || thrown.reason !== 'other') throw thrown;
  }
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    rmSync(join(directory, dataFile + suffix), { force: true });
}

/** How often this data was opened before, this time not included; counts it. A seed alone would repeat its ids. */
export function countStart(db: DatabaseSync): number {
  db.exec('CREATE TABLE IF NOT EXISTS store_start (number INTEGER PRIMARY KEY)');
  return Number(db.prepare('INSERT INTO store_start DEFAULT VALUES').run().lastInsertRowid) - 1;
}

/** The latest time that was noted in this data (epoch ms), 0 where none was. */
export function latestTime(db: DatabaseSync): number {
  return Number(db.prepare('SELECT latest_ms FROM store_time').get()?.['latest_ms'] ?? 0);
}

/** SQLite's own limit, in pages. */
const mostPages = 4_294_967_294;

/** Lets the file grow no more, as on a full disk, or again. */
export function fillDisk(db: DatabaseSync, isFull: boolean): void {
  // A limit below the file's size is its size.
  db.exec(`PRAGMA max_page_count = ${String(isFull ? 1 : mostPages)}`);
}

function openFile(directory: string, file: string): DatabaseSync {
  try {
    makeDirectory(directory);
    // Somebody's home or /tmp, named by mistake, keeps its mode; the file itself is its owner's alone anyhow.
    const isOurs = existsSync(file) || readdirSync(directory).length === 0;
    if (isOurs) chmodSync(directory, 0o700);
    return new DatabaseSync(file);
  } catch (thrown) {
    const why = messageOf(thrown);
    throw new SandboxError(
      `The data directory ${directory} cannot be used (${why}); choose another directory with --data.`,
    );
  }
}

/** Node's own `recursive` never returns where the file system denies a parent that is there, as below /proc. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

function inMemory(image: Uint8Array | undefined): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  if (image !== undefined) db.deserialize(image);
  return db;
}

function configure(db: DatabaseSync, synchronous: 'FULL' | 'NORMAL'): DatabaseSync {
  // Exclusive before WAL: the lock is taken with the first access and needs no shared-memory file.
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  refuseForeign(db);
  db.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT');
  db.exec(`PRAGMA application_id = ${String(applicationId)}; PRAGMA user_version = ${String(schemaVersion)}`);
  db.exec(
    `PRAGMA synchronous = ${synchronous}; PRAGMA wal_autocheckpoint = 2000; PRAGMA temp_store = MEMORY`,
  );
  db.exec('CREATE TABLE IF NOT EXISTS store_time (id INTEGER PRIMARY KEY, latest_ms INTEGER NOT NULL)');
  return db;
}

/** Before anything is written: data of another program or version stays as it is. */
function refuseForeign(db: DatabaseSync): void {
  const { application_id: owner } = db.prepare('PRAGMA application_id').get() ?? {};
  const { user_version: version } = db.prepare('PRAGMA user_version').get() ?? {};
  const isNew = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isNew && owner !== applicationId) {
    throw new SandboxError(
      `${dataFile} is another program's database; choose another directory with --data.`,
      'foreign',
    );
  }
  if (!isNew && version !== schemaVersion) {
    throw new SandboxError(
      `The stored data has version ${String(version)}, this sandbox reads version ${String(schemaVersion)}; ` +
        'start with --reset to empty it, or with --data to use another directory.',
    );
  }
}

/** Reads every page once (1.4 ms per MB), so that a damaged file is refused here and not at some later call. */
function refuseDamaged(db: DatabaseSync): void {
  const { quick_check: finding } = db.prepare('PRAGMA quick_check(1)').get() ?? {};
  if (finding !== 'ok') throw new DamagedFileError(String(finding).replaceAll(/\s*\n\s*/g, ' '));
}

function explain(file: string, thrown: unknown): SandboxError {
  const message = messageOf(thrown);
  if (/locked|busy/i.test(message)) {
    return new SandboxError(
      `${file} is in use by another sandbox; stop it, or choose another directory with --data.`,
      'in-use',
    );
  }
  if (/disk is full/i.test(message)) {
    return new SandboxError(
      `There is no room left for ${file}; make some, or choose another directory with --data.`,
    );
  }
  return new SandboxError(
    `${file} cannot be read (${message}); start with --reset to empty it, or restore a copy.`,
  );
}
