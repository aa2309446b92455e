/** Tables of the topics. Instants are epoch milliseconds. */
export const snsTables = `
CREATE TABLE IF NOT EXISTS sns_topic (
  name TEXT PRIMARY KEY,
  attributes TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS sns_subscription (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  topicArn TEXT NOT NULL,
  protocol TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  attributes TEXT NOT NULL,
  principal TEXT NOT NULL,
  resource TEXT -- what of a template made it; null: a call did
) STRICT;
CREATE INDEX IF NOT EXISTS sns_subscription_topic ON sns_subscription (topicArn);
CREATE INDEX IF NOT EXISTS sns_subscription_resource ON sns_subscription (resource) WHERE resource IS NOT NULL;
`;
