import { PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';

/** What the sandbox has acknowledged, by name of what was done. */
export interface Acknowledged {
  readonly puts: string[];
  readonly pairs: string[];
  readonly sent: string[];
  readonly deleted: string[];
  readonly published: string[];
  readonly poison: string[];
  readonly executions: string[];
  /** Rises of the counter: those acknowledged, and those tried. */
  readonly rises: string[];
  readonly triedRises: string[];
}

export function nothingYet(): Acknowledged {
  return {
    puts: [],
    pairs: [],
    sent: [],
    deleted: [],
    published: [],
    poison: [],
    executions: [],
    rises: [],
    triedRises: [],
  };
}

/** Steps of one execution's Map. */
export const steps = ['a', 'b', 'c'];

type Action = (id: string) => Promise<void>;

/** Works until the sandbox is gone; what was acknowledged is noted at once. */
export async function work(clients: Clients, round: number, acknowledged: Acknowledged): Promise<void> {
  const actions = [...tableActions(clients, acknowledged), ...messageActions(clients, acknowledged)];
  await Promise.all(
    actions.map(async (action, kind) => {
      for (let count = 0; ; count += 1) {
        try {
          await action(`${String(round)}-${String(kind)}-${String(count)}`);
        } catch {
          return; // killed
        }
      }
    }),
  );
}

function tableActions({ tables, output }: Clients, acknowledged: Acknowledged): Action[] {
  const TableName = output('Things');
  const put = (id: string, kind: string) => ({ TableName, Item: { id: { S: id }, kind: { S: kind } } });
  const rise = {
    TableName,
    Key: { id: { S: 'counter' } },
    UpdateExpression: 'SET kind = :kind ADD rises :one',
    ExpressionAttributeValues: { ':one': { N: '1' }, ':kind': { S: 'counter' } },
  };
  return [
    async (id) => {
      await tables.send(new PutItemCommand(put(id, 'put')));
      acknowledged.puts.push(id);
    },
    async (id) => {
      acknowledged.triedRises.push(id);
      await tables.send(new UpdateItemCommand(rise));
      acknowledged.rises.push(id);
    },
    async (id) => {
      const pair = { ...rise, Key: { id: { S: 'pairs' } } };
      const TransactItems = [
        { Put: put(`left-${id}`, 'left') },
        { Put: put(`right-${id}`, 'right') },
        { Update: pair },
      ];
      await tables.send(new TransactWriteItemsCommand({ TransactItems }));
      acknowledged.pairs.push(id);
    },
  ];
}

function messageActions({ queues, topics, states, output }: Clients, acknowledged: Acknowledged): Action[] {
  const send = (queue: string, MessageBody: string) =>
    queues.send(new SendMessageCommand({ QueueUrl: output(queue), MessageBody }));
  const receive = async (queue: string) =>
    (await queues.send(new ReceiveMessageCommand({ QueueUrl: output(queue), MaxNumberOfMessages: 10 })))
      .Messages ?? [];
  return [
    async (id) => {
      await send('Inbox', id);
      acknowledged.sent.push(id);
    },
    async () => {
      for (const { Body = '', ReceiptHandle } of await receive('Inbox')) {
        await queues.send(new DeleteMessageCommand({ QueueUrl: output('Inbox'), ReceiptHandle }));
        acknowledged.deleted.push(Body);
      }
    },
    async (id) => {
      await topics.send(new PublishCommand({ TopicArn: output('News'), Message: id }));
      acknowledged.published.push(id);
    },
    async (id) => {
      await send('Poison', id);
      acknowledged.poison.push(id);
      // Twice received, none deleted: the second receive finds it spent and moves it.
      await receive('Poison');
      await receive('Poison');
    },
    async (name) => {
      const input = JSON.stringify({ steps });
      const start = { stateMachineArn: output('Work'), name, input };
      const { executionArn = '' } = await states.send(new StartExecutionCommand(start));
      acknowledged.executions.push(executionArn);
    },
  ];
}
