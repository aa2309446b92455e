import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { dynamodbIdempotencyStore } from '../../src/adapters/dynamodb/dynamodb-idempotency-store.ts';
import { dynamodbOrderStore } from '../../src/adapters/dynamodb/dynamodb-order-store.ts';
import { dynamodbPaymentLedger } from '../../src/adapters/dynamodb/dynamodb-payment-ledger.ts';
import { dynamodbStockStore } from '../../src/adapters/dynamodb/dynamodb-stock-store.ts';
import { decimalOf } from '../../src/core/kernel/money.ts';
import { orderStoreContract } from './order-store-contract.ts';
import { orderTables, tableNames } from './order-tables.ts';
import { paymentLedgerContract } from './payment-ledger-contract.ts';
import { stockStoreContract } from './stock-store-contract.ts';

async function freshTables() {
  const { documents, stop } = await orderTables();
  onTestFinished(stop);
  return documents;
}

orderStoreContract('DynamoDB', async () => {
  const client = await freshTables();
  return {
    orders: dynamodbOrderStore(client, tableNames),
    idempotency: dynamodbIdempotencyStore(client, tableNames.idempotency),
  };
});

stockStoreContract('DynamoDB', async (levels) => {
  const client = await freshTables();
  for (const { price, ...level } of levels) {
    const Item = { ...level, ...(price && { price: decimalOf(price) }) };
    await client.send(new PutCommand({ TableName: tableNames.inventory, Item }));
  }
  const TableName = tableNames.inventory;
  return {
    orders: dynamodbOrderStore(client, tableNames),
    stock: dynamodbStockStore(client, tableNames),
    overwrite: (productId, level) =>
      level === undefined
        ? client.send(new DeleteCommand({ TableName, Key: { productId } }))
        : client.send(new PutCommand({ TableName, Item: { ...level } })),
  };
});

paymentLedgerContract('DynamoDB', async () =>
  dynamodbPaymentLedger(await freshTables(), tableNames.payments),
);
