import { createHash } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';

const lifetimeMs = 10 * 60 * 1_000;

const ddl = `
  CREATE TABLE IF NOT EXISTS dynamodb_token (
    token TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS dynamodb_token_age ON dynamodb_token (created_at);
`;

const noteSql =
  'INSERT INTO dynamodb_token (token, fingerprint, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';

/** Client request tokens of transactions: a request that is sent again within ten minutes is not done again. */
export function createRequestTokens(store: Store, clock: Clock) {
  store.define(ddl);
  return {
    /**
     * Notes the token; true where this very request was done before.
     * @throws AwsError IdempotentParameterMismatchException where another request had the token
     */
    isRepeated: (token: string, request: unknown): boolean => {
      const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64');
      store.run('DELETE FROM dynamodb_token WHERE created_at < ?', clock.now() - lifetimeMs);
      if (store.run(noteSql, token, fingerprint, clock.now()).changes > 0) return false;
      const known = 'SELECT 1 FROM dynamodb_token WHERE token = ? AND fingerprint = ?';
      if (store.get(known, token, fingerprint) !== undefined) return true;
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request. ' +
          'Do not reuse a client token with different requests, unless the requests are identical',
      );
    },
  };
}
