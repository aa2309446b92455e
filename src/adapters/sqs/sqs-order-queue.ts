import {
  GetQueueAttributesCommand,
  type GetQueueAttributesCommandInput,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { OrderQueue } from '../../core/ports/order-queue.ts';
import { reading, writing } from '../sdk-faults.ts';

/** {@link OrderQueue} on SQS; the body has the shape that the pipe's input template makes. */
export const sqsOrderQueue = (client: SQSClient, queueUrl: string): OrderQueue => ({
  async requeue({ orderId, createdAt }, traceHeader) {
    const body = JSON.stringify({ orderId, createdAt, traceHeader });
    await writing(client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body })));
  },
  async waiting() {
    const { Attributes } = await reading(client.send(new GetQueueAttributesCommand(depthParams(queueUrl))));
    return Number(Attributes?.[depth] ?? 0);
  },
});

const depth = 'ApproximateNumberOfMessages';

const depthParams = (queueUrl: string): GetQueueAttributesCommandInput => ({
  QueueUrl: queueUrl,
  AttributeNames: [depth],
});
