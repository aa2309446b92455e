/** Tables of the xray room. */
export const xrayTables = `
  CREATE TABLE IF NOT EXISTS xray_segment (
    trace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    started_at REAL NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (trace_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS xray_segment_start ON xray_segment (started_at);
`;
