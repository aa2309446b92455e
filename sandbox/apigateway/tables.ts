/** Tables of the apigateway room. */
export const apiGatewayTables = `
  CREATE TABLE IF NOT EXISTS apigateway_api (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_gateway_response (
    id TEXT PRIMARY KEY,
    api_id TEXT NOT NULL,
    type TEXT NOT NULL,
    spec TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_deployment (
    id TEXT PRIMARY KEY,
    api_id TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_stage (
    name TEXT PRIMARY KEY,
    api_id TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_key (
    id TEXT PRIMARY KEY,
    logical_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    value TEXT NOT NULL,
    digest BLOB NOT NULL,
    enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_plan (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    settings TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_plan_key (
    plan_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    PRIMARY KEY (plan_id, key_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_usage (
    plan_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    period TEXT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (plan_id, key_id, period)
  ) STRICT, WITHOUT ROWID;
`;
