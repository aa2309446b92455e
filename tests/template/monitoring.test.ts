import { describe, expect, it } from 'vitest';
import { at, listOf, resource, resourcesOf, short, template } from './load-template.ts';

const alarms = resourcesOf('AWS::CloudWatch::Alarm');
const alarmNames = alarms.map(([, each]) => short(each.Properties['AlarmName']).replace('${NamePrefix}', ''));

describe('alarms', () => {
  it('are those of the contract and those that a fault would otherwise hide from', () => {
    expect(alarmNames).toEqual([
      'Order Processing Errors',
      'Order Processing Error Rate',
      'DLQ Messages',
      'Notification DLQ Messages',
      'Delivery DLQ Messages',
      'Pipe DLQ Messages',
      'Order Queue Age',
      'Notification Queue Age',
      'Workflow Executions Failed',
      'Workflow Executions Timed Out',
      'Order Pipe Failed',
      'Order Status Pipe Failed',
      'API Server Errors',
      'Order Processing Throttles',
      'Order Reconciler Errors',
      'Reconcile Failures',
      'Refunds Pending',
      'Oldest Pending Order',
      'Orders Abandoned',
      'Stock Not Returned',
      'Notifications Rejected',
    ]);
  });

  it.each(alarms)('%s tells somebody, and is quiet when there is no data', (_, alarm) => {
    expect(alarm.Properties['AlarmActions']).toEqual([{ Ref: 'AlarmTopic' }]);
    expect(alarm.Properties['TreatMissingData']).toBe('notBreaching');
    expect(alarm.Properties['AlarmDescription']).toBeDefined();
  });

  it('count more than ten errors in five minutes', () => {
    expect(resource('OrderProcessingErrorsAlarm').Properties).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it.each([
    ['ReconcileFailures', 'Sum'],
    ['RefundsPending', 'Maximum'],
    ['OrdersAbandoned', 'Sum'],
    ['StockNotReturned', 'Sum'],
    ['NotificationsRejected', 'Sum'],
  ])('fire on the first of %s', (metric, statistic) => {
    const watching = alarms.filter(([, each]) => each.Properties['MetricName'] === metric);
    expect(watching.map(([, each]) => each.Properties)).toMatchObject([
      {
        Namespace: 'OrderProcessingSystem',
        Statistic: statistic,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      },
    ]);
    // The series without dimensions: a dimension would have to name a service, and several may count.
    expect(watching[0]?.[1].Properties).not.toHaveProperty('Dimensions');
  });

  it('fire on the first message in any dead-letter queue', () => {
    const watched = alarms
      .filter(([, each]) => each.Properties['MetricName'] === 'ApproximateNumberOfMessagesVisible')
      .map(([, each]) => [short(at(each.Properties, 'Dimensions.0.Value')), each.Properties['Threshold']]);
    const dlqs = resourcesOf('AWS::SQS::Queue')
      .map(([name]) => name)
      .filter((name) => name.endsWith('Dlq'));
    expect(watched.sort()).toEqual(dlqs.map((name) => [`${name}.QueueName`, 1]).sort());
  });
});

describe('logs', () => {
  it.each(resourcesOf('AWS::Logs::LogGroup'))('of %s go after seven days', (_, group) => {
    expect(group.Properties['RetentionInDays']).toBe(7);
  });

  it('have a group that is declared, for every function, the API, the workflow and the events of the bus', () => {
    const functions = resourcesOf('AWS::Serverless::Function').map(([name]) =>
      name.replace(/Function$/, 'LogGroup'),
    );
    const groups = resourcesOf('AWS::Logs::LogGroup').map(([name]) => name);
    expect(groups.sort()).toEqual(
      [...functions, 'ApiLogGroup', 'OrderWorkflowLogGroup', 'OrderEventsLogGroup'].sort(),
    );
    const destinations = JSON.stringify([
      resource('OrderApi').Properties['AccessLogSetting'],
      at(resource('OrderWorkflow').Properties, 'Logging.Destinations'),
    ]);
    expect(destinations).toMatch(/ApiLogGroup.*OrderWorkflowLogGroup/);
  });

  it('have the two saved queries, word for word', () => {
    expect(short(resource('FindAllErrorsQuery').Properties['QueryString'])).toBe(
      'fields @timestamp, @message\n| filter @message like /ERROR/\n| sort @timestamp desc',
    );
    expect(short(resource('OrderProcessingDurationQuery').Properties['QueryString'])).toBe(
      'fields @timestamp, @duration\n| filter @type = "REPORT"\n| stats avg(@duration), max(@duration), min(@duration)',
    );
  });

  it('of every function are searched for errors', () => {
    const groups = resourcesOf('AWS::Serverless::Function').map(([name]) =>
      name.replace(/Function$/, 'LogGroup'),
    );
    expect(listOf(resource('FindAllErrorsQuery').Properties['LogGroupNames']).map(short).sort()).toEqual(
      groups.sort(),
    );
  });
});

describe('the dashboard', () => {
  it('is JSON and shows the metrics of the contract', () => {
    const text = short(resource('OrderDashboard').Properties['DashboardBody']);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    for (const metric of [
      'OrdersCreated',
      'OrderValue',
      'OrdersProcessed',
      'PaymentsProcessed',
      'NotificationsSent',
    ]) {
      expect(text).toContain(`["OrderProcessingSystem","${metric}"]`);
    }
  });
});

describe('outputs', () => {
  it('are what scripts read, and never the value of a key', () => {
    expect(Object.keys(template.Outputs)).toEqual([
      'ApiEndpoint',
      'ApiKeyId',
      'OrdersTableName',
      'InventoryTableName',
      'OrderQueueURL',
      'OrderDLQUrl',
      'OrderTopicArn',
      'StateMachineArn',
      'OrderEventBusName',
      'FailedOrdersQueueUrl',
    ]);
    expect(short(template.Outputs['ApiEndpoint']?.Value)).toMatch(/\/prod$/);
  });
});
