import { objectOf } from '../checker/accepted.ts';
import type { Item, Letter, StatusChange } from '../checker/evidence.ts';
import type { World } from './world.ts';

/** Calls of AWS operations by the account's owner, who looks from outside. */
export class Account {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** `dynamodb.Scan` and the like, by the JSON protocol. */
  async call(target: string, input: Item): Promise<Item> {
    const response = await this.#world.sandbox.aws({
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    });
    const text = Buffer.from(response.body).toString('utf8');
    if (response.status !== 200) throw new RangeError(`${target}: ${String(response.status)} ${text}`);
    return objectOf(text);
  }

  /** All rows of a table of the stack: `orders`, `inventory`. */
  async rows(table: string): Promise<readonly Item[]> {
    const rows: Item[] = [];
    let start: unknown;
    do {
      const page = await this.call('DynamoDB_20120810.Scan', {
        TableName: `order-processing-${table}`,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      rows.push(...listOf(page['Items']).map(plain));
      start = page['LastEvaluatedKey'];
    } while (start !== undefined);
    return rows;
  }

  async putRow(table: string, row: Item): Promise<void> {
    const Item = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, attribute(value)]));
    await this.call('DynamoDB_20120810.PutItem', { TableName: `order-processing-${table}`, Item });
  }

  /** Every change of a status, in the order of the orders table's stream. */
  async statusChanges(): Promise<readonly StatusChange[]> {
    const { Table } = await this.call('DynamoDB_20120810.DescribeTable', {
      TableName: 'order-processing-orders',
    });
    const StreamArn = (Table as Item)['LatestStreamArn'];
    const streams = 'DynamoDBStreams_20120810';
    const described = await this.call(`${streams}.DescribeStream`, { StreamArn });
    const [shard] = listOf((described['StreamDescription'] as Item)['Shards']);
    const { ShardIterator: first } = await this.call(`${streams}.GetShardIterator`, {
      StreamArn,
      ShardId: shard?.['ShardId'],
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const changes: StatusChange[] = [];
    let iterator = first;
    for (;;) {
      const page = await this.call(`${streams}.GetRecords`, { ShardIterator: iterator, Limit: 1_000 });
      const records = listOf(page['Records']);
      changes.push(...records.flatMap(changeIn));
      iterator = page['NextShardIterator'];
      if (records.length === 0) return changes;
    }
  }

  /** Messages of a queue, those in flight and those delayed included. */
  async depth(queue: string): Promise<number> {
    const { Attributes } = await this.call('AmazonSQS.GetQueueAttributes', {
      QueueUrl: queueUrl(queue),
      AttributeNames: ['All'],
    });
    const attributes = Attributes as Item; // names and texts
    const names = ['', 'NotVisible', 'Delayed'].map((part) => `ApproximateNumberOfMessages${part}`);
    return names.reduce((sum, name) => sum + Number(attributes[name]), 0);
  }

  /** Bodies of a queue's visible messages; takes them out of sight for a moment. */
  async bodies(queue: string): Promise<readonly string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages } = await this.call('AmazonSQS.ReceiveMessage', {
        QueueUrl: queueUrl(queue),
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 5,
      });
      const found = listOf(Messages);
      if (found.length === 0) return bodies;
      bodies.push(...found.map(({ Body }) => String(Body)));
    }
  }

  async send(queue: string, MessageBody: string): Promise<void> {
    await this.call('AmazonSQS.SendMessage', { QueueUrl: queueUrl(queue), MessageBody });
  }

  /** Waits for messages of a queue as any consumer does, and deletes what comes. */
  async steal(queue: string): Promise<void> {
    const QueueUrl = queueUrl(queue);
    const { Messages } = await this.call('AmazonSQS.ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
    });
    for (const { ReceiptHandle } of listOf(Messages))
      await this.call('AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
  }

  /** Moves the messages of a dead-letter queue back to where they came from, or to a queue of choice. */
  async redrive(queue: string, to?: string): Promise<void> {
    await this.call('AmazonSQS.StartMessageMoveTask', {
      SourceArn: queueArn(queue),
      ...(to === undefined ? {} : { DestinationArn: queueArn(to) }),
    });
  }

  /** StopExecution for everything that runs. */
  async abortExecutions(): Promise<void> {
    for (const executionArn of await this.#executions('RUNNING'))
      await this.call('AWSStepFunctions.StopExecution', { executionArn });
  }

  /** RedriveExecution for everything that failed or was aborted. */
  async redriveExecutions(): Promise<void> {
    for (const executionArn of [
      ...(await this.#executions('FAILED')),
      ...(await this.#executions('ABORTED')),
    ])
      await this.call('AWSStepFunctions.RedriveExecution', { executionArn });
  }

  async #executions(statusFilter: string): Promise<readonly unknown[]> {
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:order-workflow';
    const answer = await this.call('AWSStepFunctions.ListExecutions', { stateMachineArn, statusFilter });
    return listOf(answer['executions']).map(({ executionArn }) => executionArn);
  }

  async letters(): Promise<readonly Letter[]> {
    const { body } = await this.#world.sandbox.aws({
      method: 'GET',
      path: '/_sandbox/mailbox?limit=1000',
      headers: {},
      body: '',
    });
    // The sandbox's own route: { messages: [...] }.
    return (JSON.parse(Buffer.from(body).toString('utf8')) as { readonly messages: readonly Letter[] })
      .messages;
  }

  /** Everything that any log group says. */
  async logText(): Promise<string> {
    const { logGroups } = await this.call('Logs_20140328.DescribeLogGroups', {});
    let text = '';
    for (const { logGroupName } of listOf(logGroups)) {
      let nextToken: unknown;
      do {
        const page = await this.call('Logs_20140328.FilterLogEvents', {
          logGroupName,
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        text += listOf(page['events'])
          .map(({ message }) => String(message))
          .join('');
        nextToken = page['nextToken'];
      } while (nextToken !== undefined);
    }
    return text;
  }
}

const queueArn = (queue: string): string => `arn:aws:sqs:us-east-1:000000000000:${queue}`;
const queueUrl = (queue: string): string => `http://in-process/000000000000/${queue}`;

// Answers of the sandbox's own services are lists and objects where AWS's are.
const listOf = (value: unknown): readonly Item[] => (value ?? []) as readonly Item[];

function changeIn(record: Item): StatusChange[] {
  const images = record['dynamodb'] as { readonly OldImage?: Item; readonly NewImage?: Item };
  const before = plain(images.OldImage ?? {});
  const after = plain(images.NewImage ?? {});
  if (after['status'] === before['status']) return [];
  const orderId = String(after['orderId'] ?? before['orderId']);
  const from = before['status'] === undefined ? {} : { from: String(before['status']) };
  return [{ orderId, ...from, to: String(after['status']) }];
}

function plain(item: Item): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(attributeValue: unknown): unknown {
  const [[kind, value] = []] = Object.entries(attributeValue as Item);
  if (kind === 'N') return Number(value);
  if (kind === 'L') return (value as readonly unknown[]).map(valueOf);
  if (kind === 'M') return plain(value as Item);
  return kind === 'NULL' ? null : value;
}

const attribute = (value: unknown): Item =>
  typeof value === 'number' ? { N: String(value) } : { S: String(value) };
