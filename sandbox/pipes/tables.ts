/** Tables of the pipes room. */
export const pipesTables = `
  CREATE TABLE IF NOT EXISTS pipes_pipe (
    name TEXT PRIMARY KEY,
    spec TEXT NOT NULL,
    desired_state TEXT NOT NULL,
    state_reason TEXT,
    checkpoint TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
