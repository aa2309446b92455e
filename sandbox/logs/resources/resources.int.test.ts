import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeQueryDefinitionsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { PlannedResource } from '../../kernel/resource.ts';
import { testCloud } from '../../testing.ts';
import type { TestCloud } from '../../testing.ts';
import { createLogs } from '../service.ts';
import type { Logs } from '../service.ts';

let directory: string;
let cloud: TestCloud;
let logs: Logs;

function open(): void {
  cloud = testCloud({
    directory,
    rooms: (ground) => {
      logs = createLogs(ground, { metrics: { put: () => undefined } });
      return [logs];
    },
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'logs-'));
  open();
});

afterEach(async () => {
  await cloud.stop();
  rmSync(directory, { recursive: true });
});

function plan(type: string, properties: JsonObject): PlannedResource {
  const found = logs.resourceTypes.find((each) => each.type === type);
  if (found === undefined) throw new TypeError(type);
  return found.plan({ stackName: 'stack', logicalId: 'Things', properties });
}

async function provision(type: string, properties: JsonObject): Promise<PlannedResource> {
  const planned = plan(type, properties);
  await cloud.ground.store.write(() => {
    planned.provision();
  });
  return planned;
}

it('a log group keeps its events and takes its retention at every start, also after a crash', async () => {
  const group = await provision('AWS::Logs::LogGroup', { LogGroupName: '/things', RetentionInDays: 7 });
  expect(group.attributes['Arn']).toBe('arn:aws:logs:us-east-1:000000000000:log-group:/things:*');
  await cloud.ground.store.write(() => {
    logs.write({
      group: '/things',
      stream: 'one',
      messages: [{ at: cloud.ground.clock.now(), message: 'kept' }],
    });
  });
  cloud.abandon();
  open();
  await provision('AWS::Logs::LogGroup', { LogGroupName: '/things', RetentionInDays: 14 });
  const client = new CloudWatchLogsClient(cloud.clientConfig);
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
  expect(logGroups).toMatchObject([{ logGroupName: '/things', retentionInDays: 14 }]);
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: '/things' }));
  expect(events?.map((event) => event.message)).toEqual(['kept']);
});

it('a saved query has the same id at every start', async () => {
  const properties = { Name: 'errors', QueryString: 'fields @message', LogGroupNames: ['/things'] };
  const first = await provision('AWS::Logs::QueryDefinition', properties);
  const second = await provision('AWS::Logs::QueryDefinition', { ...properties, Name: 'all errors' });
  expect(second.physicalId).toBe(first.physicalId);
  const { queryDefinitions } = await new CloudWatchLogsClient(cloud.clientConfig).send(
    new DescribeQueryDefinitionsCommand({}),
  );
  expect(queryDefinitions).toMatchObject([{ name: 'all errors', queryDefinitionId: first.physicalId }]);
});

it('resource policies are joined into one', async () => {
  const PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'logs:*' }] });
  await provision('AWS::Logs::ResourcePolicy', { PolicyName: 'rules', PolicyDocument });
  expect(JSON.parse(logs.policyOf('') ?? '')).toMatchObject({ Statement: [{ Effect: 'Allow' }] });
});

it.each([
  ['AWS::Logs::LogGroup', { RetentionInDays: 8 }, /RetentionInDays/],
  ['AWS::Logs::LogGroup', { DataProtectionPolicy: {} }, /DataProtectionPolicy: not supported/],
  ['AWS::Logs::ResourcePolicy', { PolicyName: 'p', PolicyDocument: 'no json' }, /PolicyDocument/],
])('%s with %j is refused by name', (type, properties, message) => {
  expect(() => plan(type, properties)).toThrow(message);
});
