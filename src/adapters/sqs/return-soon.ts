import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Makes a message of the queue visible again shortly, instead of after its whole visibility timeout. */
export type ReturnSoon = (receiptHandle: string) => Promise<void>;

const pauseSeconds = 1;

/**
 * {@link ReturnSoon} on SQS. Losing the call costs time alone: the message comes back at its visibility timeout.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
export const sqsReturnSoon =
  (client: SQSClient, queueUrl: string): ReturnSoon =>
  async (receiptHandle) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: pauseSeconds,
      }),
    );
  };
