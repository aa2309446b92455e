import * as z from 'zod';
import { checkBatchIds, eachEntry } from '../kernel/batch.ts';
import { phonePattern } from './endpoint.ts';
import { invalidParameter, refusal } from './errors.ts';
import { publishToTopic, textPhone } from './fan-out.ts';
import { checkMessage, largestMessage, messageMembers, sizeOf } from './message.ts';
import { snsOperation } from './sns-operation.ts';

/** To a topic, or as a text message to one phone number. */
export const publish = snsOperation({
  name: 'Publish',
  kind: 'write',
  members: {
    ...messageMembers,
    TopicArn: z.string().optional(),
    TargetArn: z.string().optional(),
    PhoneNumber: z.string().optional(),
  },
  resources: ({ TopicArn, TargetArn }) => [TopicArn ?? TargetArn ?? '*'],
  run: (room, { TopicArn, TargetArn, PhoneNumber, ...input }, { traceHeader }) => {
    const targets = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined);
    if (targets.length !== 1) {
      throw invalidParameter(
        'TopicArn or TargetArn Reason: exactly one of TopicArn, TargetArn, PhoneNumber is needed',
      );
    }
    const messageId = room.ground.random.uuid();
    const message = checkMessage(input, { messageId, traceHeader });
    if (PhoneNumber === undefined) {
      publishToTopic(room, room.topics.get(TopicArn ?? TargetArn ?? '').arn, message);
    } else {
      if (!phonePattern.test(PhoneNumber)) {
        throw invalidParameter(`PhoneNumber Reason: ${PhoneNumber} is not valid to publish to`);
      }
      textPhone(room, PhoneNumber, message);
    }
    return { MessageId: messageId };
  },
});

const batchRefusals = {
  EmptyBatchRequest: 'The batch request does not contain any entries.',
  TooManyEntriesInBatchRequest: 'The batch request contains more entries than permissible.',
  BatchEntryIdsNotDistinct: 'Two or more batch entries in the request have the same Id.',
  InvalidBatchEntryId: 'The Id of a batch entry in the batch request contains an impermissible character: ',
} as const;

/** Up to ten messages in one transaction; a bad one fails alone. */
export const publishBatch = snsOperation({
  name: 'PublishBatch',
  kind: 'write',
  action: 'Publish',
  members: {
    TopicArn: z.string(),
    PublishBatchRequestEntries: z.array(z.strictObject({ Id: z.string(), ...messageMembers })).default([]),
  },
  resources: ({ TopicArn }) => [TopicArn],
  run: (room, { TopicArn, PublishBatchRequestEntries: entries }, { traceHeader }) => {
    const { arn } = room.topics.get(TopicArn);
    checkBatchIds(entries, (fault, id) =>
      refusal(fault, batchRefusals[fault] + (fault === 'InvalidBatchEntryId' ? id : '')),
    );
    if (entries.reduce((sum, each) => sum + sizeOf(each), 0) > largestMessage) {
      const message = 'The length of all the messages put together is more than the limit.';
      throw refusal('BatchRequestTooLong', message);
    }
    return eachEntry(entries, (entry) => {
      const messageId = room.ground.random.uuid();
      publishToTopic(room, arn, checkMessage(entry, { messageId, traceHeader }));
      return { MessageId: messageId };
    });
  },
});
