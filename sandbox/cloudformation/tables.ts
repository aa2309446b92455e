/** Tables of the cloudformation room. */
export const cloudFormationTables = `
  CREATE TABLE IF NOT EXISTS cloudformation_stack (
    name TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    parameters TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cloudformation_output (
    stack TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    description TEXT,
    export_name TEXT,
    position INTEGER NOT NULL,
    PRIMARY KEY (stack, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cloudformation_resource (
    stack TEXT NOT NULL,
    logical_id TEXT NOT NULL,
    physical_id TEXT NOT NULL,
    type TEXT NOT NULL,
    deletion_policy TEXT NOT NULL,
    position INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (stack, logical_id)
  ) STRICT, WITHOUT ROWID;
`;
