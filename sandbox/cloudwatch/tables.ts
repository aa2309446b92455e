/** Tables of the cloudwatch room. A series is one metric with one set of dimensions and one unit. */
export const cloudwatchTables = `
  CREATE TABLE IF NOT EXISTS cloudwatch_series (
    id INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    dimensions TEXT NOT NULL,
    unit TEXT NOT NULL,
    gauge INTEGER NOT NULL DEFAULT 0,
    UNIQUE (namespace, name, dimensions, unit)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS cloudwatch_minute (
    series INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    sum REAL NOT NULL,
    count REAL NOT NULL,
    min REAL NOT NULL,
    max REAL NOT NULL,
    PRIMARY KEY (series, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cloudwatch_alarm (
    name TEXT PRIMARY KEY,
    spec TEXT NOT NULL,
    actions_enabled INTEGER NOT NULL,
    configured_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_data TEXT,
    updated_at INTEGER NOT NULL,
    transitioned_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cloudwatch_history (
    id INTEGER PRIMARY KEY,
    alarm TEXT NOT NULL,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    summary TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS cloudwatch_dashboard (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    modified_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
