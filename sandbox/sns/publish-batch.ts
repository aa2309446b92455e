import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { batchRefusal } from './errors.ts';
import { checkMessage, largestMessage, messageMembers, sizeOf } from './message.ts';
import type { TopicMessage } from './message.ts';
import { snsOperation } from './sns-operation.ts';

const entry = z.strictObject({ Id: z.string(), ...messageMembers });
type Entry = z.output<typeof entry>;

const mostEntries = 10;

/** Up to ten messages in one transaction; a bad one fails alone. */
export const publishBatch = snsOperation({
  name: 'PublishBatch',
  kind: 'write',
  action: 'Publish',
  members: { TopicArn: z.string(), PublishBatchRequestEntries: z.array(entry).default([]) },
  resource: ({ TopicArn }) => TopicArn,
  run: ({ ground, topics, publisher }, { input, call: { traceHeader } }) => {
    const { arn } = topics.get(input.TopicArn);
    const Successful: unknown[] = [];
    const Failed: unknown[] = [];
    checkBatch(input.PublishBatchRequestEntries);
    for (const { Id, ...rest } of input.PublishBatchRequestEntries) {
      const message = checked(() => checkMessage(rest, { messageId: ground.random.uuid(), traceHeader }));
      if (message instanceof AwsError) {
        Failed.push({
          Id,
          Code: message.queryCode,
          Message: message.message,
          SenderFault: message.status < 500,
        });
      } else {
        publisher.publish(arn, message);
        Successful.push({ Id, MessageId: message.messageId });
      }
    }
    return { Successful, Failed };
  },
});

function checked(check: () => TopicMessage): TopicMessage | AwsError {
  try {
    return check();
  } catch (thrown) {
    if (thrown instanceof AwsError) return thrown;
    throw thrown;
  }
}

function checkBatch(entries: readonly Entry[]): void {
  if (entries.length === 0)
    throw batchRefusal('EmptyBatchRequest', 'The batch request does not contain any entries.');
  if (entries.length > mostEntries) {
    throw batchRefusal(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible.',
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw batchRefusal(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  const bad = entries.find(({ Id }) => !/^[A-Za-z0-9_-]{1,80}$/.test(Id));
  if (bad !== undefined) {
    const message = `The Id of a batch entry in the batch request contains an impermissible character: ${bad.Id}`;
    throw batchRefusal('InvalidBatchEntryId', message);
  }
  if (entries.reduce((sum, each) => sum + sizeOf(each), 0) > largestMessage) {
    throw batchRefusal(
      'BatchRequestTooLong',
      'The length of all the messages put together is more than the limit.',
    );
  }
}
