/** Tables of the iam room. */
export const iamTables = `
  CREATE TABLE IF NOT EXISTS iam_role (
    name TEXT PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    access_key_id TEXT NOT NULL UNIQUE,
    trust TEXT NOT NULL,
    policies TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
