import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { OrderQueue } from '../../core/ports/order-queue.ts';
import { writing } from '../sdk-faults.ts';

/** {@link OrderQueue} on SQS; the body has the shape that the pipe's input template makes. */
export const sqsOrderQueue = (client: SQSClient, queueUrl: string): OrderQueue => ({
  async requeue({ orderId, createdAt }, traceHeader) {
    const body = JSON.stringify({ orderId, createdAt, traceHeader });
    await writing(client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body })));
  },
});
