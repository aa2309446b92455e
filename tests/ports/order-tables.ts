import { readFileSync } from 'node:fs';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'yaml';
import { createDynamoDb } from '../../sandbox/dynamodb/service.ts';
import { testCloud } from '../../sandbox/testing.ts';

/** The names of the tables, as the functions' environment gives them. */
export const tableNames = {
  orders: 'orders',
  inventory: 'inventory',
  reservations: 'reservations',
  payments: 'payments',
  provider: 'simulated-provider',
  idempotency: 'idempotency',
} as const;

/** Empty tables as template.yaml declares them, on a cloud of their own in memory. */
export async function orderTables() {
  const cloud = testCloud({ rooms: (ground) => [createDynamoDb(ground)] });
  const client = new DynamoDBClient(cloud.clientConfig);
  for (const definition of tableDefinitions()) await client.send(new CreateTableCommand(definition));
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { clientConfig: cloud.clientConfig, documents, stop: () => cloud.stop() };
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties: CreateTableCommandInput;
}

function tableDefinitions(): readonly CreateTableCommandInput[] {
  // Tags like !Sub read as their plain text, which is all that a table's name needs; our own template needs no check.
  const template = parse(readFileSync('template.yaml', 'utf8'), { logLevel: 'silent' }) as {
    Resources: Record<string, TemplateResource>;
  };
  const tables = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::DynamoDB::Table');
  return tables.map(({ Properties: table }) => ({
    TableName: table.TableName?.replace('${AWS::StackName}-', ''),
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    ...(table.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes }),
  }));
}
