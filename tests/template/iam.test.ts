import { describe, expect, it } from 'vitest';
import { at, listOf, resource, resourcesOf, short } from './load-template.ts';
import { rightsOf, roleOf, statementsOf, stemOf } from './rights.ts';

const consume = (queue: string): string[] =>
  ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'].map(
    (action) => `sqs:${action} on ${queue}.Arn`,
  );
const on = (table: string, ...actions: string[]): string[] =>
  actions.map((action) => `dynamodb:${action} on ${table}.Arn`);
const queryOrderIndexes = 'dynamodb:Query on ${OrdersTable.Arn}/index/*';
const watchExecutions =
  'states:DescribeExecution on arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${OrderWorkflow.Name}:*';

/** What each function may do beside logging and tracing: equality, not a subset. */
const rights: Record<string, string[]> = {
  'order-creation': [
    ...on('OrdersTable', 'PutItem', 'Query'),
    ...on('IdempotencyTable', 'GetItem', 'PutItem'),
  ],
  'order-retrieval': [...on('OrdersTable', 'Query', 'BatchGetItem'), queryOrderIndexes],
  'order-processing': [
    ...consume('OrderQueue'),
    ...on('OrdersTable', 'GetItem', 'PutItem'),
    'states:StartExecution on OrderWorkflow',
    watchExecutions,
    'sns:Publish on OrderTopic',
  ],
  'validate-order': [
    ...on('OrdersTable', 'GetItem', 'PutItem', 'ConditionCheckItem'),
    ...on('InventoryTable', 'BatchGetItem', 'UpdateItem', 'ConditionCheckItem'),
    ...on('ReservationsTable', 'GetItem', 'PutItem'),
  ],
  'process-payment': [
    ...on('OrdersTable', 'GetItem'),
    ...on('PaymentsTable', 'Query', 'PutItem', 'ConditionCheckItem'),
    ...on('SimulatedProviderTable', 'Query', 'PutItem', 'ConditionCheckItem'),
  ],
  'update-inventory': [
    ...on('OrdersTable', 'GetItem', 'PutItem'),
    ...on('InventoryTable', 'UpdateItem'),
    ...on('ReservationsTable', 'GetItem', 'PutItem'),
    ...on('PaymentsTable', 'Query'),
  ],
  'fence-order': on('OrdersTable', 'GetItem', 'PutItem'),
  'refund-payment': [
    ...on('OrdersTable', 'GetItem'),
    ...on('PaymentsTable', 'Query', 'PutItem', 'ConditionCheckItem'),
    ...on('SimulatedProviderTable', 'Query', 'PutItem', 'ConditionCheckItem'),
  ],
  'fail-order': [
    ...on('OrdersTable', 'GetItem', 'PutItem'),
    ...on('InventoryTable', 'UpdateItem'),
    ...on('ReservationsTable', 'GetItem', 'PutItem'),
    ...on('PaymentsTable', 'Query'),
  ],
  'order-notification': [
    ...consume('OrderNotificationQueue'),
    ...on('OrdersTable', 'GetItem'),
    ...on('IdempotencyTable', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
    'ses:SendEmail on arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/* if SendsEmail',
    'sns:Publish on * if SendsSms',
  ],
  'order-reconciler': [
    ...on('OrdersTable', 'GetItem', 'PutItem', 'UpdateItem'),
    queryOrderIndexes,
    ...on('InventoryTable', 'UpdateItem'),
    ...on('ReservationsTable', 'GetItem', 'PutItem'),
    ...on('PaymentsTable', 'Query', 'PutItem', 'ConditionCheckItem'),
    ...on('SimulatedProviderTable', 'Query', 'PutItem', 'ConditionCheckItem'),
    'sqs:SendMessage on OrderQueue.Arn',
    'sqs:GetQueueAttributes on OrderQueue.Arn',
    'sqs:SendMessage on DeliveryDlq.Arn',
    watchExecutions,
    'sns:Publish on OrderTopic',
  ],
};

const everyFunctionMay = (name: string): string[] => [
  `logs:CreateLogStream on ${stemOf(name)}LogGroup.Arn`,
  `logs:PutLogEvents on ${stemOf(name)}LogGroup.Arn`,
  'xray:PutTelemetryRecords on *',
  'xray:PutTraceSegments on *',
];

describe('rights', () => {
  it.each(Object.entries(rights))('of %s are exactly what it uses', (name, own) => {
    expect(rightsOf(roleOf(name))).toEqual([...own, ...everyFunctionMay(name)].sort());
  });

  it('are stated for every function, by a role of its own', () => {
    const roles = resourcesOf('AWS::Serverless::Function').map(([name, each]) => [
      name,
      short(each.Properties['Role']),
    ]);
    const expected = Object.keys(rights).map((name) => [
      `${stemOf(name)}Function`,
      `${stemOf(name)}Role.Arn`,
    ]);
    expect(roles.sort()).toEqual(expected.sort());
  });

  it('of notification never include a topic, although a phone number has no ARN', () => {
    const denied = statementsOf(roleOf('order-notification')).filter((each) => each.effect === 'Deny');
    expect(denied).toEqual([
      {
        effect: 'Deny',
        actions: ['sns:Publish'],
        resources: ['arn:${AWS::Partition}:sns:*:*:*'],
        when: 'SendsSms',
      },
    ]);
  });

  it('of the workflow to trace are those that Step Functions asks for', () => {
    const traces = rightsOf(resource('OrderWorkflowRole')).filter((each) => each.startsWith('xray:'));
    expect(traces).toEqual([
      'xray:GetSamplingRules on *',
      'xray:GetSamplingTargets on *',
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ]);
  });

  it('name no action by wildcard', () => {
    const actions = resourcesOf('AWS::IAM::Role').flatMap(([, role]) =>
      statementsOf(role).flatMap((each) => each.actions),
    );
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('stand on everything only where AWS knows no resource', () => {
    const wild = resourcesOf('AWS::IAM::Role').flatMap(([name, role]) =>
      statementsOf(role)
        .filter((each) => each.effect === 'Allow' && each.resources.includes('*'))
        .flatMap((each) => each.actions.map((action) => `${name} ${action}`)),
    );
    const known =
      /^(\w+ xray:Put\w+|OrderWorkflowRole (logs|xray):\w+|ApiAccountRole logs:\w+|OrderNotificationRole sns:Publish)$/;
    expect(wild.filter((each) => !known.test(each))).toEqual([]);
  });

  it('come from no managed policy, and every role is assumed by one service', () => {
    for (const [, role] of resourcesOf('AWS::IAM::Role')) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
      const trusts = listOf(at(role.Properties, 'AssumeRolePolicyDocument.Statement'));
      expect(trusts.map((trust) => typeof at(trust, 'Principal.Service'))).toEqual(['string']);
    }
  });
});
