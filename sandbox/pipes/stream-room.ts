import type { Ground } from '../kernel/ground.ts';
import type { Service } from '../kernel/service.ts';
import type { StreamRecord, StreamSource } from '../kernel/stream-source.ts';

/** A stream with its records in the store, for tests of readers. */
export interface StreamRoom extends Service {
  readonly source: StreamSource;
  /** Inside a transaction: appends a record of a change. */
  readonly append: (change: { readonly eventName: string; readonly dynamodb: object }) => void;
}

interface Row {
  readonly id: number;
  readonly at: number;
  readonly text: string;
}

/** A stream room with one stream, whatever ARN it is asked for. */
export function createStreamRoom({ store, clock }: Ground): StreamRoom {
  store.define('CREATE TABLE IF NOT EXISTS probe_stream (id INTEGER PRIMARY KEY, at INTEGER, text TEXT)');
  const listeners = new Set<() => void>();
  const shape = ({ id, at, text }: Row): StreamRecord => ({
    sequenceNumber: String(id),
    createdAt: at,
    text,
  });
  return {
    name: 'probe-stream',
    wire: {},
    operations: [],
    resourceTypes: [],
    append: (change) => {
      store.run('INSERT INTO probe_stream (at, text) VALUES (?, ?)', clock.now(), JSON.stringify(change));
      store.afterCommit(() => {
        for (const listener of listeners) listener();
      });
    },
    source: {
      read: ({ after = '0', limit }) =>
        store
          .all<Row>('SELECT * FROM probe_stream WHERE id > ? ORDER BY id LIMIT ?', Number(after), limit)
          .map(shape),
      latest: () =>
        store.all<Row>('SELECT * FROM probe_stream ORDER BY id DESC LIMIT 1').map(shape)[0]?.sequenceNumber,
      onRecord: (_arn, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
