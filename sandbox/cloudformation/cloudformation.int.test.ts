import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import { resourceType } from '../kernel/resource.ts';
import type { ResourceType } from '../kernel/resource.ts';
import { planTemplate } from '../template/boot-template.ts';
import { testCloud } from '../testing.ts';
import { createCloudFormation } from './service.ts';
import type { CloudFormation } from './service.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };

/** A type of things that are kept in a map. */
function things(): { kept: Map<string, number>; type: ResourceType } {
  const kept = new Map<string, number>();
  const type = resourceType({
    type: 'AWS::Test::Thing',
    parse: (properties) => ({ name: String(properties['Name']), size: Number(properties['Size'] ?? 0) }),
    withoutEffect: {},
    identify: ({ properties }) => ({ physicalId: properties.name, attributes: {} }),
    provision: ({ properties }) => {
      if (properties.size < 0) throw new AwsError('ValidationError', 'a thing cannot be that small');
      kept.set(properties.name, properties.size);
    },
    remove: (name) => kept.delete(name),
  });
  return { kept, type };
}

function start() {
  const { kept, type } = things();
  let room: CloudFormation | undefined;
  const cloud = testCloud({
    rooms: (ground) => {
      room = createCloudFormation(ground, { apiEndpoint: () => 'http://127.0.0.1:3000' });
      return [room];
    },
  });
  const deploy = async (text: string, parameters: Record<string, string> = {}): Promise<void> => {
    const files = { resolve: (path: string) => path, exists: () => true, read: () => '' };
    const plan = planTemplate(text, files, { stackName: 'demo', place, parameters, types: [type] });
    await room?.deploy(plan, [type]);
  };
  return {
    kept,
    deploy,
    cloud,
    client: new CloudFormationClient(cloud.clientConfig),
    outputs: () => room?.outputs('demo'),
  };
}

const template = `
Description: things
Parameters:
  Word: { Type: String, NoEcho: true, Default: s3cret }
  Kind: { Type: String, Default: plain }
Resources:
  First: { Type: AWS::Test::Thing, Properties: { Name: one } }
  Second: { Type: AWS::Test::Thing, Properties: { Name: !Sub '\${First}-two' } }
Outputs:
  Url: { Value: !Sub 'https://abc123.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/prod', Description: where }
  Name: { Value: !Ref Second, Export: { Name: shared } }`;

describe('a deployed stack', () => {
  test('is described with its outputs and parameters', async () => {
    const { deploy, client, outputs } = start();
    await deploy(template);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'demo' }));
    expect(Stacks).toHaveLength(1);
    expect(Stacks?.[0]).toMatchObject({
      StackName: 'demo',
      Description: 'things',
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [
        { ParameterKey: 'Word', ParameterValue: '****' },
        { ParameterKey: 'Kind', ParameterValue: 'plain' },
      ],
      Outputs: [
        { OutputKey: 'Url', OutputValue: 'http://127.0.0.1:3000/prod', Description: 'where' },
        { OutputKey: 'Name', OutputValue: 'one-two', ExportName: 'shared' },
      ],
    });
    expect(Stacks?.[0]?.CreationTime).toBeInstanceOf(Date);
    expect(outputs()).toEqual({ Url: 'http://127.0.0.1:3000/prod', Name: 'one-two' });
    const byId = await client.send(new DescribeStacksCommand({ StackName: Stacks?.[0]?.StackId }));
    expect(byId.Stacks?.[0]?.StackName).toBe('demo');
  });

  test('keeps a thing whose URL moved to the port of another start', async () => {
    const { deploy, kept } = start();
    const at = (port: string, path = 'things'): string =>
      `Resources: { First: { Type: AWS::Test::Thing, Properties: { Name: 'http://127.0.0.1:${port}/${path}' } } }`;
    await deploy(at('4566'));
    await deploy(at('4577'));
    expect(kept.has('http://127.0.0.1:4566/things')).toBe(true);
    await deploy(at('4577', 'others'));
    expect(kept.has('http://127.0.0.1:4577/things')).toBe(false);
  });

  test('lists its resources in their order', async () => {
    const { deploy, client } = start();
    await deploy(template);
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'demo' }));
    expect(StackResources?.map((row) => [row.LogicalResourceId, row.PhysicalResourceId])).toEqual([
      ['First', 'one'],
      ['Second', 'one-two'],
    ]);
    const byPhysicalId = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'one' }));
    expect(byPhysicalId.StackResources).toHaveLength(2);
    const one = await client.send(
      new DescribeStackResourcesCommand({ StackName: 'demo', LogicalResourceId: 'Second' }),
    );
    expect(one.StackResources).toMatchObject([
      { ResourceType: 'AWS::Test::Thing', PhysicalResourceId: 'one-two' },
    ]);
  });

  test('that does not exist is refused as AWS does', async () => {
    const { client } = start();
    await expect(client.send(new DescribeStacksCommand({ StackName: 'nope' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id nope does not exist',
    });
    expect((await client.send(new DescribeStacksCommand({}))).Stacks ?? []).toEqual([]);
  });
});

describe('deploying again', () => {
  const resources = (lines: string): string => `Resources:\n${lines}`;
  const thing = (id: string, name: string, more = ''): string =>
    `  ${id}: { Type: AWS::Test::Thing, Properties: { Name: ${name} }${more} }\n`;

  test('the same changes nothing, another template is an update', async () => {
    const { deploy, client } = start();
    const status = async () => (await client.send(new DescribeStacksCommand({}))).Stacks?.[0]?.StackStatus;
    await deploy(template);
    await deploy(template);
    expect(await status()).toBe('CREATE_COMPLETE');
    await deploy(template, { Kind: 'fancy' });
    expect(await status()).toBe('UPDATE_COMPLETE');
  });

  test('removes what left the template, but not what is retained', async () => {
    const { deploy, kept } = start();
    await deploy(resources(thing('A', 'a') + thing('B', 'b', ', DeletionPolicy: Retain') + thing('C', 'c')));
    await deploy(resources(thing('C', 'c')));
    expect([...kept.keys()]).toEqual(['b', 'c']);
  });

  test('replaces what has another name now, but not what another logical id took over', async () => {
    const { deploy, kept } = start();
    await deploy(
      resources(thing('A', 'a') + thing('B', 'b') + thing('C', 'c', ', UpdateReplacePolicy: Retain')),
    );
    await deploy(
      resources(thing('A', 'a2') + thing('Renamed', 'b') + thing('C', 'c2', ', UpdateReplacePolicy: Retain')),
    );
    expect([...kept.keys()].sort()).toEqual(['a2', 'b', 'c', 'c2']);
  });

  test('that fails leaves the stack as it was and says where', async () => {
    const { deploy, client } = start();
    await deploy(resources(thing('A', 'a')));
    const bad = resources('  B: { Type: AWS::Test::Thing, Properties: { Name: b, Size: -1 } }\n');
    await expect(deploy(bad)).rejects.toThrow('Resources.B: a thing cannot be that small');
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'demo' }));
    expect(StackResources?.map((row) => row.LogicalResourceId)).toEqual(['A']);
  });
});
