import { describe, expect, it } from 'vitest';
import { at, resource, resourcesOf, short } from './load-template.ts';

const keyOf = (logicalId: string): unknown[] =>
  (resource(logicalId).Properties['KeySchema'] as { AttributeName: string }[]).map(
    (key) => key.AttributeName,
  ); // asserted by equality

describe('every table', () => {
  it.each(resourcesOf('AWS::DynamoDB::Table'))(
    '%s is encrypted, recoverable, and kept in production',
    (_, table) => {
      const keep = { 'Fn::If': ['IsProduction', 'Retain', 'Delete'] };
      expect(table.DeletionPolicy).toEqual(keep);
      expect(table.UpdateReplacePolicy).toEqual(keep);
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: { 'Fn::If': ['IsProduction', true, false] },
      });
      expect(short(table.Properties['TableName'])).toMatch(/^\$\{AWS::StackName\}-[a-z-]+$/);
    },
  );

  it.each([
    ['OrdersTable', ['orderId', 'createdAt']],
    ['InventoryTable', ['productId']],
    ['ReservationsTable', ['orderId']],
    ['PaymentsTable', ['paymentId', 'entryId']],
    ['SimulatedProviderTable', ['paymentKey', 'entryId']],
    ['IdempotencyTable', ['id']],
  ])('%s has its key', (name, key) => {
    expect(keyOf(name)).toEqual(key);
  });

  it('defines exactly the attributes that its keys use', () => {
    for (const [, table] of resourcesOf('AWS::DynamoDB::Table')) {
      const names = (path: string) =>
        [...JSON.stringify(at(table.Properties, path) ?? []).matchAll(/"AttributeName":"(\w+)"/g)].map(
          ([, name]) => name,
        );
      const used = new Set([...names('KeySchema'), ...names('GlobalSecondaryIndexes')]);
      expect(names('AttributeDefinitions').sort()).toEqual([...used].sort());
    }
  });
});

describe('the orders table', () => {
  it('streams both images', () => {
    expect(at(resource('OrdersTable').Properties, 'StreamSpecification.StreamViewType')).toBe(
      'NEW_AND_OLD_IMAGES',
    );
  });

  it('is listed by status through all fields, by age and by notice due through keys alone', () => {
    expect(at(resource('OrdersTable').Properties, 'GlobalSecondaryIndexes')).toMatchObject([
      { IndexName: 'status-index', Projection: { ProjectionType: 'ALL' } },
      { IndexName: 'created-index', Projection: { ProjectionType: 'KEYS_ONLY' } },
      { IndexName: 'notice-index', Projection: { ProjectionType: 'KEYS_ONLY' } },
    ]);
  });
});

describe('time to live', () => {
  it('ends answers, notices and ended holds, and never an order or money', () => {
    const expiring = resourcesOf('AWS::DynamoDB::Table')
      .filter(([, table]) => table.Properties['TimeToLiveSpecification'] !== undefined)
      .map(
        ([name, table]) => `${name} ${short(at(table.Properties, 'TimeToLiveSpecification.AttributeName'))}`,
      );
    expect(expiring).toEqual(['ReservationsTable expiresAt', 'IdempotencyTable expiresAt']);
  });
});
