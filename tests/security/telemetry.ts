import { CloudWatchClient, DescribeAlarmsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import type { Connection } from 'serverless-sandbox';

/** Everything that people who watch the system can read of it, over the AWS API. */
export interface Telemetry {
  /** Messages of every log group, by group. */
  readonly logs: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Every segment of every trace. */
  readonly traces: () => Promise<readonly string[]>;
  /** Names and dimensions of metrics, and the alarms. */
  readonly metrics: () => Promise<string>;
  /** Inputs, outputs and errors of the newest executions. */
  readonly histories: (count: number) => Promise<string>;
  /** What waits in dead-letter queues and others that nobody here reads. */
  readonly waitingMessages: () => Promise<readonly Message[]>;
}

/** The telemetry of a running system. */
export function telemetryOf(connection: Connection): Telemetry {
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey, outputs } = connection;
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const logs = new CloudWatchLogsClient(config);
  const metrics = new CloudWatchClient(config);
  const executions = new SFNClient(config);
  const queues = new SQSClient(config);
  return {
    logs: async () => {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
      const names = logGroups.flatMap(({ logGroupName }) => logGroupName ?? []);
      return new Map(
        await Promise.all(names.map(async (name) => [name, await messagesOf(logs, name)] as const)),
      );
    },
    traces: () => tracesOf(endpoint),
    metrics: async () => {
      const { Metrics } = await metrics.send(new ListMetricsCommand({}));
      const { MetricAlarms } = await metrics.send(new DescribeAlarmsCommand({}));
      return JSON.stringify([Metrics, MetricAlarms]);
    },
    histories: async (count) => {
      const list = new ListExecutionsCommand({
        stateMachineArn: outputs['StateMachineArn'],
        maxResults: count,
      });
      const { executions: found = [] } = await executions.send(list);
      const texts = found.map(async ({ executionArn }) => {
        const history = new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 });
        return JSON.stringify((await executions.send(history)).events);
      });
      return (await Promise.all(texts)).join('\n');
    },
    waitingMessages: async () => {
      const { QueueUrls = [] } = await queues.send(new ListQueuesCommand({}));
      const found = QueueUrls.filter((url) => /dlq|failed/.test(url)).map(async (QueueUrl) => {
        const receive = new ReceiveMessageCommand({
          ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 },
          ...{ MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] },
        });
        return (await queues.send(receive)).Messages ?? [];
      });
      return (await Promise.all(found)).flat();
    },
  };
}

async function messagesOf(client: CloudWatchLogsClient, logGroupName: string): Promise<readonly string[]> {
  const messages: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
    messages.push(...(page.events ?? []).map(({ message = '' }) => message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return messages;
}

/** X-Ray's own wire protocol: its client would be one more package. */
async function tracesOf(endpoint: string): Promise<readonly string[]> {
  const ask = async (path: string, body: object): Promise<string> => {
    const headers = { 'content-type': 'application/json', 'authorization': 'AWS4-HMAC-SHA256 Credential=sandbox/20240101/us-east-1/xray/aws4_request' }; // prettier-ignore
    const answer = await fetch(endpoint + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new RangeError(`${path}: ${text}`);
    return text;
  };
  const now = Date.now() / 1_000;
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const range = { StartTime: now - 3_600, EndTime: now + 3_600 };
    // The answers of GetTraceSummaries and BatchGetTraces as AWS documents them.
    const page = JSON.parse(await ask('/TraceSummaries', { ...range, NextToken: token })) as {
      readonly TraceSummaries: readonly { readonly Id: string }[];
      readonly NextToken?: string;
    };
    ids.push(...page.TraceSummaries.map(({ Id }) => Id));
    token = page.NextToken ?? undefined;
  } while (token !== undefined);
  const traces: string[] = [];
  for (let at = 0; at < ids.length; at += 5)
    traces.push(await ask('/Traces', { TraceIds: ids.slice(at, at + 5) }));
  return traces;
}
