import type { Ground } from '../kernel/ground.ts';
import type { StreamRecord } from '../kernel/stream-source.ts';
import { failureIn } from '../store/savepoint.ts';
import { pipeArn } from './pipe-store.ts';
import type { PipeRow } from './pipe-store.ts';
import type { PipeSpec } from './pipe-spec.ts';

/** Why a record was given up. */
export type GivenUp = 'RetryAttemptsExhausted' | 'MaximumRecordAgeExceeded';

/** A record that a pipe gives up. */
export interface LostRecord {
  readonly row: PipeRow;
  readonly spec: PipeSpec;
  readonly record: StreamRecord;
  readonly condition: GivenUp;
}

/** Writes to the dead-letter queue where the record was, without its data, as AWS does; without a queue it is dropped. */
export function deadLetter(ground: Ground, { row, spec, record, condition }: LostRecord): void {
  const target = spec.SourceParameters.DynamoDBStreamParameters.DeadLetterConfig?.Arn;
  if (target === undefined) return;
  const self = pipeArn(ground.place, row.name);
  const arrival = new Date(record.createdAt).toISOString();
  const body = JSON.stringify({
    context: { partnerResourceArn: self, condition },
    version: '1.0',
    timestamp: new Date(ground.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000000-00000000',
      startSequenceNumber: record.sequenceNumber,
      endSequenceNumber: record.sequenceNumber,
      approximateArrivalOfFirstRecord: arrival,
      approximateArrivalOfLastRecord: arrival,
      batchSize: 1,
      streamArn: spec.Source,
    },
  });
  const caller = { principal: spec.RoleArn, sourceArn: self };
  const thrown = failureIn(ground.store, () => {
    ground.authorize(caller, [{ action: 'sqs:SendMessage', resource: target }]);
    ground.deliver({ target, body, caller });
  });
  if (thrown !== undefined) ground.report(`dead-letter queue of pipe ${row.name}`, thrown);
}
