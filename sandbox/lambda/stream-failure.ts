import type { Ground } from '../kernel/ground.ts';
import type { StreamRecord } from '../kernel/stream-source.ts';
import { responseContext } from './async-destinations.ts';
import type { EventSource } from './event-source-store.ts';
import type { StoredFunction } from './function-spec.ts';
import type { InvocationResult } from './invoker.ts';

/** A batch of a stream that was given up. */
export interface StreamFailure {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly target: StoredFunction;
  readonly mapping: EventSource;
  readonly attempts: number;
  readonly records: readonly StreamRecord[];
  readonly result?: InvocationResult | undefined;
}

/** What AWS tells the on-failure destination: which records, not the records themselves. */
export function failureRecord(ground: Ground, failure: StreamFailure): Readonly<Record<string, unknown>> {
  const { target, mapping, records, result } = failure;
  const [first, last] = [records[0], records.at(-1)];
  const time = (record: StreamRecord | undefined): string => new Date(record?.createdAt ?? 0).toISOString();
  return {
    requestContext: {
      requestId: result?.requestId ?? ground.random.uuid(),
      functionArn: target.arn,
      condition: failure.condition,
      approximateInvokeCount: failure.attempts,
    },
    responseContext: result && responseContext(result),
    version: '1.0',
    timestamp: new Date(ground.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000000-00000000',
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: time(first),
      approximateArrivalOfLastRecord: time(last),
      batchSize: records.length,
      streamArn: mapping.sourceArn,
    },
  };
}
