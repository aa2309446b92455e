import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, epochSecondsAt } from '../../core/kernel/clock.ts';
import type { NoticeDeduplication, NoticeOnChannel } from '../../core/ports/notice-deduplication.ts';
import { reading, writing } from '../sdk-faults.ts';
import { conditionalPut } from './conditional-put.ts';

export interface NoticeDeduplicationDeps {
  readonly client: DynamoDBDocumentClient;
  readonly clock: Clock;
  readonly table: string;
}

/** A sender that has not finished by then is taken to be dead; longer than the function may run. */
const leaseSeconds = 60;

/** No clock is ahead of another by more: a lease that ends later was written before this clock was set back. */
const skewSeconds = 600;

/** Longer than a notice can live in its queue and be redriven from the dead-letter queue. */
const keptSeconds = 30 * 24 * 60 * 60;

/** {@link NoticeDeduplication} as rows of the idempotency table. */
export const dynamodbNoticeDeduplication = (deps: NoticeDeduplicationDeps): NoticeDeduplication => {
  const { client, clock, table } = deps;
  const now = () => epochSecondsAt(clock.now());
  return {
    async claim(notice) {
      const claimed = await conditionalPut(client, claimParams(table, notice, now()));
      if (claimed === 'written') return 'claimed';
      const command = new GetCommand({ TableName: table, Key: keyOf(notice), ConsistentRead: true });
      const { Item } = await reading(client.send(command));
      return Item?.['state'] === 'SENT' ? 'already-sent' : 'in-progress';
    },
    async markSent(notice) {
      await writing(client.send(new UpdateCommand(sentParams(table, notice, now()))));
    },
    async release(notice) {
      try {
        await writing(client.send(new DeleteCommand(releaseParams(table, notice))));
      } catch (error) {
        // Sent by somebody else meanwhile: there is no claim left to give back.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
};

const keyOf = ({ notificationId, channel }: NoticeOnChannel) => ({
  id: `notice#${notificationId}#${channel}`,
});

/** Free, expired (TTL deletes late), or left behind by a sender that died, perhaps under another clock. */
export const claimParams = (table: string, notice: NoticeOnChannel, now: number) => ({
  TableName: table,
  Item: { ...keyOf(notice), state: 'SENDING', leaseUntil: now + leaseSeconds, expiresAt: now + keptSeconds },
  ConditionExpression:
    'attribute_not_exists(id) OR expiresAt <= :now OR (#state = :sending AND NOT leaseUntil BETWEEN :next AND :horizon)',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: {
    ':now': now,
    ':next': now + 1,
    ':horizon': now + leaseSeconds + skewSeconds,
    ':sending': 'SENDING',
  },
});

const sentParams = (table: string, notice: NoticeOnChannel, now: number) => ({
  TableName: table,
  Key: keyOf(notice),
  UpdateExpression: 'SET #state = :sent, expiresAt = :expiresAt REMOVE leaseUntil',
  ConditionExpression: 'attribute_exists(id)',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':sent': 'SENT', ':expiresAt': now + keptSeconds },
});

const releaseParams = (table: string, notice: NoticeOnChannel) => ({
  TableName: table,
  Key: keyOf(notice),
  ConditionExpression: '#state = :sending',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':sending': 'SENDING' },
});
