import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createProbe } from '../testing-probe.ts';
import type { Probe } from '../testing-probe.ts';
import { createEvents } from './service.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:things';
const otherQueue = 'arn:aws:sqs:us-east-1:000000000000:widgets';
const deadLetters = 'arn:aws:sqs:us-east-1:000000000000:dead';

function setUp(directory?: string) {
  const clock = virtualClock();
  const probes: Probe[] = [];
  const cloud = testCloud({
    clock,
    ...(directory === undefined ? {} : { directory }),
    rooms: (ground) => {
      probes.push(createProbe(ground, 'sqs'), createProbe(ground, 'states'));
      return [...probes, createEvents(ground)];
    },
  });
  const client = new EventBridgeClient(cloud.clientConfig);
  const [sqs, states] = probes;
  if (sqs === undefined || states === undefined) throw new TypeError('no probes');
  const provision = async (type: string, properties: JsonObject) => {
    const found = cloud.services.flatMap((room) => room.resourceTypes).find((known) => known.type === type);
    const planned = found?.plan({ stackName: 's', logicalId: 'R', properties });
    await cloud.ground.store.write(() => planned?.provision());
    return {
      planned,
      remove: () => cloud.ground.store.write(() => found?.remove(planned?.physicalId ?? '')),
    };
  };
  const rule = (path: string, EventPattern: JsonObject, Targets: JsonObject[]) => {
    const [Name = '', EventBusName = 'default'] = path.split('/').reverse();
    return provision('AWS::Events::Rule', { Name, EventBusName, EventPattern, Targets });
  };
  const bus = (Name: string) => provision('AWS::Events::EventBus', { Name });
  const put = (detail: object, entry: object = {}) =>
    client.send(
      new PutEventsCommand({
        Entries: [{ Source: 'things', DetailType: 'thing-made', Detail: JSON.stringify(detail), ...entry }],
      }),
    );
  return { cloud, client, clock, sqs, states, provision, rule, bus, put };
}

let clouds: TestCloud[] = [];
const start = (directory?: string) => {
  const made = setUp(directory);
  clouds.push(made.cloud);
  return made;
};
afterEach(async () => {
  await Promise.all(clouds.map((cloud) => cloud.stop()));
  clouds = [];
});

describe('PutEvents', () => {
  it('brings a whole event to the targets of the rules that fit, and to no other', async () => {
    const { sqs, rule, put, cloud } = start();
    await rule('fits', { source: ['things'], detail: { size: [{ numeric: ['>', 1] }] } }, [
      { Id: 'a', Arn: queue },
    ]);
    await rule('fits-not', { source: ['widgets'] }, [{ Id: 'a', Arn: otherQueue }]);
    const answer = await put({ size: 2 }, { Resources: ['thing/1'], TraceHeader: 'Root=1-2-3' });
    await put({ size: 1 });
    expect(answer.FailedEntryCount).toBe(0);
    const [delivery, ...others] = sqs.taken();
    expect(others).toEqual([]);
    expect(JSON.parse(delivery?.body ?? '')).toEqual({
      version: '0',
      id: answer.Entries?.[0]?.EventId,
      'detail-type': 'thing-made',
      source: 'things',
      account: '000000000000',
      time: '2024-01-15T10:30:00Z',
      region: 'us-east-1',
      resources: ['thing/1'],
      detail: { size: 2 },
    });
    expect(delivery).toMatchObject({
      target: queue,
      traceHeader: 'Root=1-2-3',
      caller: {
        principal: 'events.amazonaws.com',
        sourceArn: 'arn:aws:events:us-east-1:000000000000:rule/fits',
      },
    });
    expect(cloud.faults).toEqual([]);
  });

  it('answers bad entries one by one and publishes the good ones (F57)', async () => {
    const { client, sqs, rule } = start();
    await rule('all', { source: [{ exists: true }] }, [{ Id: 'a', Arn: queue }]);
    const good = { Source: 'things', DetailType: 'x', Detail: '{}' };
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          good,
          { ...good, Source: undefined },
          { ...good, DetailType: '' },
          { ...good, Detail: '[1]' },
          { ...good, Source: 'aws.things' },
          { ...good, EventBusName: 'nowhere' },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      undefined,
    ]);
    expect(sqs.taken()).toHaveLength(1);
  });

  it('refuses more than ten entries, more than a megabyte, and a time that no event can tell', async () => {
    const { client, put } = start();
    const entry = { Source: 'things', DetailType: 'x', Detail: '{}' };
    const many = client.send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) }));
    await expect(many).rejects.toThrow('less than or equal to 10');
    await expect(put({ text: 'x'.repeat(1_048_576) })).rejects.toThrow('over the limit');
    const late = client.send(new PutEventsCommand({ Entries: [{ ...entry, Time: new Date(8.64e15) }] }));
    await expect(late).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('targets', () => {
  it('take constants, parts and templates', async () => {
    const { sqs, rule, put } = start();
    await rule('shapes', { source: ['things'] }, [
      { Id: '1', Arn: queue, Input: '{"fixed":true}' },
      { Id: '2', Arn: queue, InputPath: '$.detail.name' },
      {
        Id: '3',
        Arn: queue,
        InputTransformer: {
          InputPathsMap: { name: '$.detail.name', gone: '$.detail.gone' },
          InputTemplate: '{"name": <name>, "gone": <gone>, "rule": "<aws.events.rule-name>"}',
        },
      },
    ]);
    await put({ name: 'one' });
    expect(sqs.taken().map(({ body }) => body)).toEqual([
      '{"fixed":true}',
      '"one"',
      '{"name": "one", "gone": "", "rule": "shapes"}',
    ]);
  });

  it('with a role are called as that role', async () => {
    const { states, rule, put } = start();
    const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
    await rule('run', { source: ['things'] }, [
      { Id: 'm', Arn: machine, RoleArn: 'arn:aws:iam::000000000000:role/r' },
    ]);
    await put({});
    expect(states.taken()[0]?.caller.principal).toBe('arn:aws:iam::000000000000:role/r');
  });

  it('that are missing go to the dead-letter queue at once and hurt nobody', async () => {
    const { sqs, rule, put } = start();
    sqs.fail('things', new AwsError('QueueDoesNotExist', 'gone'));
    await rule('two', { source: ['things'] }, [
      { Id: '1', Arn: queue, DeadLetterConfig: { Arn: deadLetters } },
      { Id: '2', Arn: otherQueue },
    ]);
    const answer = await put({ n: 1 });
    expect(answer.FailedEntryCount).toBe(0);
    expect(sqs.taken().map(({ target }) => target)).toEqual([deadLetters, otherQueue]);
    expect(sqs.taken()[0]?.attributes).toEqual({
      ERROR_CODE: { DataType: 'String', StringValue: 'QueueDoesNotExist' },
      ERROR_MESSAGE: { DataType: 'String', StringValue: 'gone' },
      RETRY_ATTEMPTS: { DataType: 'Number', StringValue: '0' },
      RULE_ARN: { DataType: 'String', StringValue: 'arn:aws:events:us-east-1:000000000000:rule/two' },
      TARGET_ARN: { DataType: 'String', StringValue: queue },
    });
  });

  it('that fail for a while are tried again until they take it', async () => {
    const { sqs, rule, put, clock } = start();
    const busy = new AwsError('ServiceUnavailable', 'busy', { status: 503 });
    sqs.fail('things', busy);
    await rule('patient', { source: ['things'] }, [{ Id: '1', Arn: queue }]);
    await put({ n: 1 });
    await clock.advance(30_000);
    expect(sqs.taken()).toEqual([]);
    sqs.fail('things', undefined);
    await clock.advance(600_000);
    expect(sqs.taken()).toHaveLength(1);
    await clock.advance(3_600_000);
    expect(sqs.taken()).toHaveLength(1);
  });

  it('that fail too often go to the dead-letter queue', async () => {
    const { sqs, rule, put, clock } = start();
    sqs.fail('things', new AwsError('ServiceUnavailable', 'busy', { status: 503 }));
    const RetryPolicy = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3_600 };
    await rule('brief', { source: ['things'] }, [
      { Id: '1', Arn: queue, RetryPolicy, DeadLetterConfig: { Arn: deadLetters } },
    ]);
    await put({ n: 1 });
    await clock.advance(60_000);
    expect(sqs.taken().map(({ target }) => target)).toEqual([deadLetters]);
    expect(sqs.taken()[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
      RETRY_ATTEMPTS: { StringValue: '2' },
    });
  });

  it('may be a bus, one hop far', async () => {
    const { bus, sqs, rule, put } = start();
    for (const name of ['second', 'third']) await bus(name);
    const to = (name: string) => ({
      Id: name,
      Arn: `arn:aws:events:us-east-1:000000000000:event-bus/${name}`,
    });
    await rule('on', { source: ['things'] }, [to('second')]);
    await rule('second/further', { source: ['things'] }, [to('third'), { Id: 'q', Arn: queue }]);
    await rule('third/never', { source: ['things'] }, [{ Id: 'q', Arn: otherQueue }]);
    const answer = await put({ n: 1 });
    expect(sqs.taken()).toHaveLength(1);
    expect(JSON.parse(sqs.taken()[0]?.body ?? '')).toMatchObject({ id: answer.Entries?.[0]?.EventId });
  });

  it('are refused where the sandbox delivers nothing', async () => {
    const { rule } = start();
    const kinesis = { Id: '1', Arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' };
    await expect(rule('r', { source: ['x'] }, [kinesis])).rejects.toThrow(
      'The sandbox has no target arn:aws:kinesis',
    );
    const group = { Id: '1', Arn: queue, SqsParameters: { MessageGroupId: 'g' } };
    await expect(rule('r', { source: ['x'] }, [group])).rejects.toThrow('SqsParameters: not supported');
    const InputTransformer = { InputTemplate: '<nobody>' };
    await expect(rule('r', { source: ['x'] }, [{ Id: '1', Arn: queue, InputTransformer }])).rejects.toThrow(
      'contains invalid placeholder nobody',
    );
  });
});

describe('a delivery to a bus', () => {
  it('is an event of a service', async () => {
    const { cloud, sqs, rule } = start();
    await rule('status', { source: ['aws.states'] }, [{ Id: '1', Arn: queue }]);
    const body = {
      source: 'aws.states',
      'detail-type': 'Status',
      resources: ['r'],
      detail: { status: 'FAILED' },
    };
    const send = (target: string, text: string) =>
      cloud.ground.store.write(() => {
        cloud.ground.deliver({ target, body: text, caller: { principal: 'states.amazonaws.com' } });
      });
    await send('arn:aws:events:us-east-1:000000000000:event-bus/default', JSON.stringify(body));
    expect(JSON.parse(sqs.taken()[0]?.body ?? '')).toMatchObject({ ...body, account: '000000000000' });
    const wrong = send('arn:aws:events:us-east-1:000000000000:event-bus/default', '{"source":"x"}');
    await expect(wrong).rejects.toThrow('detail-type');
    const unknown = send('arn:aws:events:us-east-1:000000000000:event-bus/gone', JSON.stringify(body));
    await expect(unknown).rejects.toThrow('Event bus gone does not exist.');
  });
});

describe('a rule', () => {
  it('of a custom bus has a name and an ARN of its own, and goes with the template', async () => {
    const { rule, bus, put, sqs } = start();
    await expect(rule('own/r', { source: ['things'] }, [])).rejects.toThrow('Event bus own does not exist.');
    await bus('own');
    const { planned, remove } = await rule('own/r', { source: ['things'] }, [{ Id: '1', Arn: queue }]);
    expect(planned?.physicalId).toBe('own|r');
    expect(planned?.attributes['Arn']).toBe('arn:aws:events:us-east-1:000000000000:rule/own/r');
    await put({}, { EventBusName: 'own' });
    await put({});
    expect(sqs.taken()).toHaveLength(1);
    await remove();
    await put({}, { EventBusName: 'own' });
    expect(sqs.taken()).toHaveLength(1);
  });

  it('that is disabled is silent', async () => {
    const { sqs, provision, put } = start();
    const properties = {
      Name: 'r',
      EventPattern: { source: ['things'] },
      Targets: [{ Id: '1', Arn: queue }],
    };
    await provision('AWS::Events::Rule', { ...properties, State: 'DISABLED' });
    await put({});
    expect(sqs.taken()).toEqual([]);
    await provision('AWS::Events::Rule', properties);
    await put({});
    expect(sqs.taken()).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['EventPattern or ScheduleExpression must be specified', {}],
    ['Parameter ScheduleExpression is not valid', { ScheduleExpression: 'rate(1 hours)' }],
    ['only on the default event bus', { ScheduleExpression: 'rate(1 hour)', EventBusName: 'own' }],
    ['Event pattern is not valid', { EventPattern: { detail: 1 } }],
    ['ManagedBy: not supported', { ManagedBy: 'x' }],
  ])('is refused by name: %s', async (message, properties) => {
    const { provision } = start();
    await expect(provision('AWS::Events::Rule', properties)).rejects.toThrow(message);
  });

  it('comes from the template alone', async () => {
    const { client } = start();
    await expect(client.send(new PutRuleCommand({ Name: 'r' }))).rejects.toThrow('PutRule');
  });
});
