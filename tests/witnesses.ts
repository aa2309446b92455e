import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection } from 'serverless-sandbox';

/** One attribute map of a table. */
export type Item = Readonly<Record<string, unknown>>;

/** A mail or text message that reached the mailbox. */
export interface Mail {
  readonly channel: string;
  readonly to: readonly string[];
  readonly subject?: string;
  readonly text: string;
}

/**
 * What really happened, read from outside: the provider's own ledger, the stock table, the mailbox. Never the
 * system's own counters.
 */
export interface Witnesses {
  /** All entries of a table, by the name of the stack's tables: `orders`, `inventory`, `simulated-provider`… */
  readonly table: (name: string) => Promise<readonly Item[]>;
  /** What the payment provider booked under an order's key. */
  readonly provider: (orderId: string) => Promise<readonly Item[]>;
  readonly stock: (productId: string) => Promise<Item | undefined>;
  readonly mails: (to: string) => Promise<readonly Mail[]>;
}

/** The witnesses of a running system. */
export function witnessesOf(connection: Connection): Witnesses {
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey } = connection;
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } }),
  );
  const stack = connection.outputs['OrdersTableName']?.replace(/-orders$/, '') ?? '';
  const table = async (name: string): Promise<Item[]> => {
    const items: Item[] = [];
    let from: Item | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: `${stack}-${name}`, ExclusiveStartKey: from }),
      );
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  };
  return {
    table,
    provider: async (orderId) => {
      const query = new QueryCommand({
        TableName: `${stack}-simulated-provider`,
        KeyConditionExpression: 'paymentKey = :key',
        ExpressionAttributeValues: { ':key': orderId },
      });
      return (await client.send(query)).Items ?? [];
    },
    stock: async (productId) => (await table('inventory')).find((item) => item['productId'] === productId),
    mails: async (to) => {
      const answer = await fetch(`${endpoint}/_sandbox/mailbox?to=${encodeURIComponent(to)}`);
      // The sandbox's own read route: { messages: [...] }.
      return ((await answer.json()) as { messages: readonly Mail[] }).messages;
    },
  };
}
