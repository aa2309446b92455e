import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The one hook by which a host process may change how SDK clients reach their services (an in-process transport, a
 * signer without work): an object of SDK client configuration under this symbol on `globalThis`. Absent on AWS.
 */
const hostConfigKey = Symbol.for('serverless-sandbox.client-config');

/** Retries on one layer only: the SDK's, few and with jitter; then the queue or the workflow takes over. */
const defaults = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
};

function clientConfig(): typeof defaults {
  // The host promises SDK client configuration; there is nothing here to check it against.
  const host = (globalThis as Record<symbol, unknown>)[hostConfigKey] as Partial<typeof defaults> | undefined;
  return { ...defaults, ...host };
}

export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const sfnClient = (): SFNClient => new SFNClient(clientConfig());
export const snsClient = (): SNSClient => new SNSClient(clientConfig());
export const sqsClient = (): SQSClient => new SQSClient(clientConfig());
export const sesClient = (): SESv2Client => new SESv2Client(clientConfig());
