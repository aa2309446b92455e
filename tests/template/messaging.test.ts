import { describe, expect, it } from 'vitest';
import { at, listOf, resource, resourcesOf, short } from './load-template.ts';

const queues = resourcesOf('AWS::SQS::Queue');
const fourteenDays = 1209600;
const statementsFor = (policyType: string, list: string, logicalId: string) =>
  resourcesOf(policyType)
    .filter(([, policy]) => listOf(policy.Properties[list]).map(short).includes(logicalId))
    .flatMap(([, policy]) => listOf(at(policy.Properties, 'PolicyDocument.Statement')));

describe('every queue', () => {
  it.each(queues)('%s is encrypted, keeps its messages for fourteen days and wants TLS', (name, queue) => {
    expect(queue.Properties['SqsManagedSseEnabled']).toBe(true);
    expect(queue.Properties['MessageRetentionPeriod']).toBe(fourteenDays);
    expect(statementsFor('AWS::SQS::QueuePolicy', 'Queues', name)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('has one policy, since a second would replace it', () => {
    const named = resourcesOf('AWS::SQS::QueuePolicy').flatMap(([, each]) =>
      listOf(each.Properties['Queues']).map(short),
    );
    expect(named.sort()).toEqual(queues.map(([name]) => name).sort());
  });
});

describe('a queue with a consumer', () => {
  const consumers = resourcesOf('AWS::Serverless::Function').filter(
    ([, each]) => at(each.Properties, 'Events') !== undefined,
  );

  it('belongs to processing and to notification', () => {
    expect(consumers.map(([name]) => name)).toEqual(['OrderProcessingFunction', 'OrderNotificationFunction']);
  });

  it.each(consumers)(
    'of %s gives up after five receives, into a dead-letter queue of its own',
    (_, consumer) => {
      const event = at(consumer.Properties, 'Events.Messages.Properties');
      const [queueId = ''] = short(at(event, 'Queue')).split('.');
      const queue = resource(queueId).Properties;
      expect(at(event, 'BatchSize')).toBeLessThanOrEqual(10);
      expect(at(event, 'FunctionResponseTypes')).toEqual(['ReportBatchItemFailures']);
      expect(at(event, 'ScalingConfig.MaximumConcurrency')).toEqual({ Ref: 'QueueConcurrency' });
      const window = Number(at(event, 'MaximumBatchingWindowInSeconds') ?? 0);
      expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(
        6 * Number(consumer.Properties['Timeout']) + window,
      );
      expect(at(queue, 'RedrivePolicy.maxReceiveCount')).toBe(5);
      const [dlqId = ''] = short(at(queue, 'RedrivePolicy.deadLetterTargetArn')).split('.');
      const allow = at(resource(dlqId).Properties, 'RedriveAllowPolicy');
      expect(at(allow, 'redrivePermission')).toBe('byQueue');
      expect(listOf(at(allow, 'sourceQueueArns')).map((arn) => short(arn).split(':').at(-1))).toEqual([
        short(queue['QueueName']),
      ]);
    },
  );
});

describe('the topic', () => {
  const subscriptions = resourcesOf('AWS::SNS::Subscription').filter(
    ([, each]) => short(each.Properties['TopicArn']) === 'OrderTopic',
  );

  it('has two subscribers that filter by status', () => {
    expect(
      subscriptions.map(([, each]) => [
        short(each.Properties['Endpoint']),
        at(each.Properties, 'FilterPolicy.status'),
      ]),
    ).toEqual([
      ['OrderNotificationQueue.Arn', ['PROCESSING', 'COMPLETED', 'FAILED']],
      ['FailedOrdersQueue.Arn', ['FAILED']],
    ]);
  });

  it.each(subscriptions)(
    '%s may send to its queue, and keeps what it could not deliver',
    (_, subscription) => {
      const [queueId = ''] = short(subscription.Properties['Endpoint']).split('.');
      const [dlqId = ''] = short(at(subscription.Properties, 'RedrivePolicy.deadLetterTargetArn')).split('.');
      expect(subscription.Properties['RawMessageDelivery']).toBe(true);
      for (const target of [queueId, dlqId]) {
        expect(statementsFor('AWS::SQS::QueuePolicy', 'Queues', target)).toContainEqual(
          expect.objectContaining({
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'OrderTopic' } } },
          }),
        );
      }
    },
  );

  it('is encrypted and wants TLS, and so do alarms, which the AWS-managed key would swallow', () => {
    expect(resource('OrderTopic').Properties['KmsMasterKeyId']).toBe('alias/aws/sns');
    expect(resource('AlarmTopic').Properties['KmsMasterKeyId']).toBeUndefined();
    for (const topic of ['OrderTopic', 'AlarmTopic']) {
      expect(statementsFor('AWS::SNS::TopicPolicy', 'Topics', topic)).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });
});

describe('a pipe', () => {
  const pipes = resourcesOf('AWS::Pipes::Pipe');
  const template = (pipe: string): string =>
    short(at(resource(pipe).Properties, 'TargetParameters.InputTemplate'));

  it.each(pipes)('%s reads the stream from its beginning and never gives an order up', (_, pipe) => {
    expect(short(pipe.Properties['Source'])).toBe('OrdersTable.StreamArn');
    expect(at(pipe.Properties, 'SourceParameters.DynamoDBStreamParameters')).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': 'PipeDlq.Arn' } },
    });
  });

  it('is one of the two readers that a shard allows', () => {
    expect(pipes).toHaveLength(2);
  });

  it('to the queue passes new orders only', () => {
    expect(at(resource('OrderPipe').Properties, 'SourceParameters.FilterCriteria.Filters')).toEqual([
      { Pattern: '{"eventName":["INSERT"]}' },
    ]);
    expect(Object.keys(filledIn(template('OrderPipe')))).toEqual(['orderId', 'createdAt', 'traceHeader']);
  });

  it('to the bus passes ids, times, status and version, and nothing about a customer', () => {
    expect(Object.keys(filledIn(template('OrderStatusPipe')))).toEqual([
      'orderId',
      'createdAt',
      'updatedAt',
      'status',
      'version',
    ]);
  });

  it('to the bus has a filter for each status that an order can change to', () => {
    const patterns = listOf(
      at(resource('OrderStatusPipe').Properties, 'SourceParameters.FilterCriteria.Filters'),
    ).map((filter) => JSON.parse(short(at(filter, 'Pattern'))) as unknown);
    const changesTo = (status: string) => ({
      dynamodb: {
        NewImage: { status: { S: [status] } },
        OldImage: { status: { S: [{ 'anything-but': status }] } },
      },
    });
    expect(patterns).toEqual([
      { eventName: ['INSERT'] },
      ...['PROCESSING', 'COMPLETED', 'FAILED'].map(changesTo),
    ]);
  });
});

describe('a rule', () => {
  it.each(resourcesOf('AWS::Events::Rule'))(
    '%s retries, and keeps what it could not deliver',
    (name, rule) => {
      for (const target of listOf(rule.Properties['Targets'])) {
        expect(at(target, 'RetryPolicy.MaximumRetryAttempts')).toBeGreaterThan(0);
        expect(short(at(target, 'DeadLetterConfig.Arn'))).toBe('DeliveryDlq.Arn');
      }
      const allowed = statementsFor('AWS::SQS::QueuePolicy', 'Queues', 'DeliveryDlq').flatMap((each) =>
        listOf(at(each, 'Condition.ArnEquals.aws:SourceArn')).map(short),
      );
      expect(allowed).toContain(`${name}.Arn`);
    },
  );

  it('watches executions that did not succeed', () => {
    expect(at(resource('ExecutionStatusRule').Properties, 'EventPattern')).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [{ Ref: 'OrderWorkflow' }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    });
  });

  it('that calls the reconciler is allowed to', () => {
    const allowed = resourcesOf('AWS::Lambda::Permission')
      .filter(([, each]) => each.Properties['Principal'] === 'events.amazonaws.com')
      .map(([, each]) => `${short(each.Properties['SourceArn'])} ${short(each.Properties['FunctionName'])}`);
    expect(allowed).toEqual([
      'ReconcileScheduleRule.Arn OrderReconcilerFunction',
      'ExecutionStatusRule.Arn OrderReconcilerFunction',
    ]);
  });
});

/** A pipe's template is JSON once its placeholders are. */
const filledIn = (inputTemplate: string): object =>
  JSON.parse(inputTemplate.replaceAll(/<\$\.[\w.]+>/g, '"x"')) as object;
