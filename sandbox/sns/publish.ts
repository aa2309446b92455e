import * as z from 'zod';
import { phonePattern } from './endpoint.ts';
import { invalidParameter } from './errors.ts';
import { checkMessage, messageMembers } from './message.ts';
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
  resource: ({ TopicArn, TargetArn }) => TopicArn ?? TargetArn ?? '*',
  run: ({ ground, topics, publisher }, { input, call: { traceHeader } }) => {
    const { TopicArn, TargetArn, PhoneNumber, ...rest } = input;
    const targets = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined);
    if (targets.length !== 1) {
      throw invalidParameter(
        'TopicArn or TargetArn Reason: exactly one of TopicArn, TargetArn, PhoneNumber is needed',
      );
    }
    const message = checkMessage(rest, { messageId: ground.random.uuid(), traceHeader });
    if (PhoneNumber !== undefined) {
      if (!phonePattern.test(PhoneNumber)) {
        throw invalidParameter(`PhoneNumber Reason: ${PhoneNumber} is not valid to publish to`);
      }
      publisher.sms(PhoneNumber, message);
    } else {
      publisher.publish(topics.get(TopicArn ?? TargetArn ?? '').arn, message);
    }
    return { MessageId: message.messageId };
  },
});
