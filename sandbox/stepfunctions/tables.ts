import type { Store } from '../store/store.ts';

/** Creates the tables of the room. Times are epoch milliseconds. */
export function defineTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS states_machine (
      name TEXT PRIMARY KEY, revision TEXT NOT NULL, status TEXT NOT NULL, created_at INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- What executions run under: an open one keeps the revision that it began with.
    CREATE TABLE IF NOT EXISTS states_revision (id TEXT PRIMARY KEY, machine TEXT NOT NULL, spec TEXT NOT NULL);

    CREATE TABLE IF NOT EXISTS states_execution (
      id INTEGER PRIMARY KEY AUTOINCREMENT, machine TEXT NOT NULL, name TEXT NOT NULL, revision TEXT NOT NULL,
      status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, trace_header TEXT,
      started_at INTEGER NOT NULL, stopped_at INTEGER, timeout_at INTEGER, redrives INTEGER NOT NULL DEFAULT 0,
      redriven_at INTEGER, UNIQUE (machine, name)
    );
    CREATE INDEX IF NOT EXISTS states_execution_status ON states_execution (machine, status);
    CREATE INDEX IF NOT EXISTS states_execution_timeout ON states_execution (timeout_at) WHERE timeout_at IS NOT NULL;
    CREATE INDEX IF NOT EXISTS states_execution_stopped ON states_execution (stopped_at) WHERE stopped_at IS NOT NULL;

    -- Where an execution stands: one row for the machine (path '') and one for each running or ended branch and
    -- iteration below it (path '/0', '/0/3'). phase says what the row waits for, due_at when it goes on by itself.
    CREATE TABLE IF NOT EXISTS states_frame (
      execution INTEGER NOT NULL, path TEXT NOT NULL, phase TEXT NOT NULL, due_at INTEGER, token TEXT,
      input TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY (execution, path)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS states_frame_due ON states_frame (due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX IF NOT EXISTS states_frame_token ON states_frame (token) WHERE token IS NOT NULL;

    -- One row: when a process that drives executions was last alive.
    CREATE TABLE IF NOT EXISTS states_uptime (id INTEGER PRIMARY KEY, alive_at INTEGER NOT NULL);

    -- The events of one commit, as a JSON array. id = execution * 32768 + the last event's id, so that one index does.
    CREATE TABLE IF NOT EXISTS states_history (id INTEGER PRIMARY KEY, events TEXT NOT NULL);
  `);
}
