/** Tables of the cloudwatch room. A series is one metric with one set of dimensions and one unit. Instants are epoch ms. */
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
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    reasonData TEXT,
    configuredAt INTEGER NOT NULL,
    updatedAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
