/**
 * Tables of the queues. A message is one row for as long as it lives: a lease, a move to a dead-letter queue and a
 * redrive are updates of it, so none of them can lose or double it. Instants are epoch milliseconds.
 */
export const sqsTables = `
CREATE TABLE IF NOT EXISTS sqs_queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  attributes TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  modifiedAt INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS sqs_message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  queueId INTEGER NOT NULL,
  messageId TEXT NOT NULL,
  body TEXT NOT NULL,
  attributes TEXT,
  senderId TEXT NOT NULL,
  traceHeader TEXT,
  deadLetterSource TEXT, -- ARN of the queue that gave it up
  sentAt INTEGER NOT NULL, -- retention counts from here, also in a dead-letter queue
  arrivedAt INTEGER NOT NULL, -- came to this queue; the age metric counts from here
  visibleAt INTEGER NOT NULL,
  firstReceivedAt INTEGER,
  receivedAt INTEGER,
  receiveCount INTEGER NOT NULL DEFAULT 0, -- what clients see; goes on in a dead-letter queue
  receivesHere INTEGER NOT NULL DEFAULT 0, -- what the redrive policy of this queue counts
  lease TEXT, -- token of the newest receipt handle
  owner TEXT -- 'poller': leased by this process for a function, so a restart gives it back
) STRICT;
CREATE INDEX IF NOT EXISTS sqs_message_visible ON sqs_message (queueId, visibleAt, sentAt);
CREATE INDEX IF NOT EXISTS sqs_message_sent ON sqs_message (queueId, sentAt);
CREATE INDEX IF NOT EXISTS sqs_message_owner ON sqs_message (owner) WHERE owner IS NOT NULL;

CREATE TABLE IF NOT EXISTS sqs_move_task (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handle TEXT NOT NULL UNIQUE,
  sourceArn TEXT NOT NULL,
  destinationArn TEXT,
  perSecond INTEGER,
  status TEXT NOT NULL,
  failureReason TEXT,
  startedAt INTEGER NOT NULL,
  nextAt INTEGER NOT NULL,
  moved INTEGER NOT NULL DEFAULT 0,
  toMove INTEGER NOT NULL
) STRICT;
`;
