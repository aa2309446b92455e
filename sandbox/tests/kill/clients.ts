import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Connection } from '../../index.ts';

/** SDK clients of one sandbox. They never try again by themselves: what was not answered is not known. */
export interface Clients {
  readonly tables: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly queues: SQSClient;
  readonly topics: SNSClient;
  readonly states: SFNClient;
  /** The stack's output of that name. */
  readonly output: (name: string) => string;
}

/** Clients over sockets, as any program on this machine would make them. */
export function clientsOf(connection: Connection): Clients {
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey, outputs } = connection;
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
  return {
    tables: new DynamoDBClient(config),
    streams: new DynamoDBStreamsClient(config),
    queues: new SQSClient(config),
    topics: new SNSClient(config),
    states: new SFNClient(config),
    output: (name) => outputs[name] ?? '',
  };
}
