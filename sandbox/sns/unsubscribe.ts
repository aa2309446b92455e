import * as z from 'zod';
import { invalidParameter } from './errors.ts';
import { snsOperation } from './sns-operation.ts';

export const unsubscribe = snsOperation({
  name: 'Unsubscribe',
  kind: 'write',
  members: { SubscriptionArn: z.string() },
  run: ({ subscriptions }, { input: { SubscriptionArn } }) => {
    const elements = SubscriptionArn.split(':').length;
    if (elements < 6) {
      throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${elements}`);
    }
    subscriptions.remove(SubscriptionArn);
  },
});
