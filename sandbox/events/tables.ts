/** Tables of the events room. */
export const eventsTables = `
  CREATE TABLE IF NOT EXISTS events_bus (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events_rule (
    bus TEXT NOT NULL,
    name TEXT NOT NULL,
    pattern TEXT,
    schedule TEXT,
    enabled INTEGER NOT NULL,
    targets TEXT NOT NULL,
    due_at INTEGER,
    PRIMARY KEY (bus, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS events_rule_due ON events_rule (due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS events_retry (
    id INTEGER PRIMARY KEY,
    handover TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_retry_due ON events_retry (due_at);
`;
