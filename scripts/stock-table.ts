import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

/** What the shelf holds of one product. `price` is a decimal, e.g. 29.99; without it any price is taken. */
export interface Shelf {
  readonly productId: string;
  readonly available: number;
  readonly price?: number;
}

/** The stock table, as people who look after the shop see it: the same on the sandbox and on AWS. */
export interface StockTable {
  /** Sets what is available (and the catalogue price, where given). What orders hold is left alone. */
  set(shelf: Shelf): Promise<void>;
  list(): Promise<readonly (Shelf & { readonly reserved: number })[]>;
}

/** The stock table of a stack. */
export function stockTable(tableName: string, config: DynamoDBClientConfig): StockTable {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  return {
    set: async ({ productId, available, price }) => {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { productId },
          UpdateExpression:
            'SET available = :available, reserved = if_not_exists(reserved, :none)' +
            (price === undefined ? '' : ', price = :price'),
          ExpressionAttributeValues: {
            ':available': available,
            ':none': 0,
            ...(price === undefined ? {} : { ':price': price }),
          },
        }),
      );
    },
    list: async () => {
      const shelves: (Shelf & { reserved: number })[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: from }));
        // Rows that `set`, the demo stock and the workflow write.
        shelves.push(...((page.Items ?? []) as (Shelf & { reserved: number })[]));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return shelves.sort((a, b) => (a.productId < b.productId ? -1 : 1));
    },
  };
}
