import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { readConnection } from '../index.ts';
import type { Connection } from '../index.ts';
import { runCommand, startCommand } from './command-line.ts';
import type { CommandLineSandbox } from './command-line.ts';
import { scratch, shortenerTemplate } from './shortener.ts';

const cleanups: (() => void)[] = [];
afterAll(() => {
  for (const cleanup of cleanups) cleanup();
});
const start = async (...args: Parameters<typeof startCommand>): Promise<CommandLineSandbox> => {
  const sandbox = await startCommand(...args);
  cleanups.unshift(() => sandbox.process.kill('SIGKILL'));
  return sandbox;
};
const templateOf = (resources: string): string => {
  const file = join(scratch(cleanups), 'template.yaml');
  writeFileSync(file, `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources}`);
  return file;
};
const oneQueue = '  Things: { Type: AWS::SQS::Queue }\n';

const ask = async ({ apiEndpoint = '', apiKey = '' }: Connection, path: string, body?: object) =>
  fetch(apiEndpoint + path, {
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    redirect: 'manual',
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });

describe('the command', () => {
  it('serves a template, keeps what it stored over a restart, and forgets it with --reset', async () => {
    const directory = scratch(cleanups);
    const first = await start(shortenerTemplate, directory, ['--parameter', 'Greeting=servus']);
    expect(first.connection).toEqual(readConnection(directory));
    expect(statSync(join(directory, 'sandbox.json')).mode & 0o777).toBe(0o600);
    expect(first.connection.outputs).toMatchObject({ Endpoint: first.connection.apiEndpoint });
    const link = { slug: 'kept', url: 'https://kept.example/' };
    expect(await (await ask(first.connection, '/links', link)).json()).toMatchObject({ greeting: 'servus' });
    const ended = await first.end('SIGTERM');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual(first.connection);
    expect(() => readConnection(directory)).toThrow('No sandbox is running');

    const second = await start(shortenerTemplate, directory);
    expect(second.connection.apiKey).toBe(first.connection.apiKey);
    expect((await ask(second.connection, '/links/kept')).status).toBe(301);
    expect(await second.end('SIGINT')).toMatchObject({ code: 0, stderr: '' });

    const third = await start(shortenerTemplate, directory, ['--reset']);
    expect((await ask(third.connection, '/links/kept')).status).toBe(404);
    await third.end('SIGTERM');
  });

  it('makes the same ids from the same seed, and others from another', async () => {
    const template = templateOf(oneQueue);
    const idWith = async (...args: string[]): Promise<string | undefined> => {
      const sandbox = await start(template, scratch(cleanups), args);
      const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey } = sandbox.connection;
      const queues = new SQSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
      const QueueUrl = `${endpoint}/000000000000/sandbox-Things`;
      const { MessageId } = await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      await sandbox.end('SIGTERM');
      return MessageId;
    };
    const seven = await idWith('--random-seed', '7');
    expect(await idWith('--random-seed', '7')).toBe(seven);
    expect(await idWith('--random-seed', '8')).not.toBe(seven);
  });

  it('shows its options', async () => {
    const help = await runCommand(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['--api-port', '--aws-port', '--data', '--reset', '--random-seed', '--parameter']) {
      expect(help.stdout).toContain(option);
    }
  });
});

/** One line that says what is wrong, and a failing exit code: no stack trace, nothing on stdout. */
async function refuses(args: readonly string[], message: RegExp): Promise<void> {
  const ended = await runCommand(args);
  expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) as string });
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
}

describe('a wrong command line', () => {
  it.concurrent.each<[string[], RegExp]>([
    [[], /Name a template first/],
    [['t.yaml', '--speed', '9'], /Unknown option '--speed'; run with --help/],
    [['t.yaml', 'u.yaml'], /Unexpected argument 'u\.yaml'/],
    [['t.yaml', '--api-port', 'http'], /--api-port takes a whole number, not "http"/],
    [['t.yaml', '--aws-port', '70000'], /--aws-port takes a port from 0 to 65535/],
    [['t.yaml', '--api-port'], /'--api-port <value>' argument missing/],
    [['t.yaml', '--random-seed', 'x'], /--random-seed takes a whole number/],
    [['t.yaml', '--parameter', 'Greeting'], /--parameter takes Name=Value/],
  ])('%j', refuses);
});

describe('a template that cannot be served', () => {
  const cycle = `
  A: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt B.TopicName } }
  B: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt A.TopicName } }
`;
  const noBundle = `
  F: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, Runtime: nodejs24.x, CodeUri: dist/f } }
`;
  const distrusted = `
  F:
    Type: AWS::Serverless::Function
    Properties: { Handler: a.b, Runtime: nodejs24.x, CodeUri: ., Role: !GetAtt R.Arn }
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: states.amazonaws.com }, Action: sts:AssumeRole }
`;
  it.concurrent.each<[string, string, RegExp]>([
    [
      'a property that is unknown',
      '  Q: { Type: AWS::SQS::Queue, Properties: { Size: 3 } }',
      /Resources\.Q.*Size.*: not supported by the sandbox; docs\/sandbox\.md lists what is\.$/m,
    ],
    ['a resource type that is unknown', '  B: { Type: AWS::S3::Bucket }', /Resources\.B.*AWS::S3::Bucket/],
    ['a circle of references', cycle, /(A|B).*(circ|cycle|refer)/i],
    [
      'a bundle that was not built',
      noBundle,
      /Resources\.F\.Properties\.CodeUri: there is no dist\/f beside the template; run the build first/,
    ],
    ['a role that does not trust its user', distrusted, /Resources\.F.*cannot be assumed by Lambda/],
    [
      'a reference into nothing',
      '  Q: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Nothing } }',
      /Nothing/,
    ],
    [
      'a FIFO queue',
      '  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }',
      /Resources\.Q.*F[iI][fF][oO]/,
    ],
    [
      'a condition that is nowhere',
      '  Q: { Type: AWS::SQS::Queue, Condition: Nope }',
      /Resources\.Q\.Condition: there is no condition Nope/,
    ],
    ['no YAML', '  Q: [', /template\.yaml: line \d+/],
  ])('%s', async (...[, resources, message]) => {
    const data = ['--data', scratch(cleanups), '--api-port', '0', '--aws-port', '0'];
    await refuses([templateOf(resources), ...data], message);
  });

  it('a file that is not there, a parameter that it does not have', async () => {
    const data = ['--data', scratch(cleanups), '--api-port', '0', '--aws-port', '0'];
    await refuses(
      ['missing.yaml', ...data],
      /There is no template .*missing\.yaml; name the path of one\.$/m,
    );
    await refuses([templateOf(oneQueue), ...data, '--parameter', 'Colour=red'], /Colour/);
    const wanting = templateOf(`${oneQueue}\nParameters: { Colour: { Type: String } }`);
    await refuses([wanting, ...data], /\[Colour\] must have values; give each by --parameter Name=Value\.$/m);
  });
});

describe('a machine that is in the way', () => {
  it('a port in use, told with the option that changes it (F63)', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    cleanups.unshift(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const taken = String((server.address() as AddressInfo).port);
    const template = templateOf(oneQueue);
    const data = ['--data', scratch(cleanups)];
    const inUse = (option: string): RegExp =>
      new RegExp(`Port ${taken} is in use; choose another with ${option}`);
    await refuses([template, ...data, '--api-port', taken, '--aws-port', '0'], inUse('--api-port'));
    await refuses([template, ...data, '--api-port', '0', '--aws-port', taken], inUse('--aws-port'));
  });

  it('a directory in use, and the one that uses it goes on (F08)', async () => {
    const directory = scratch(cleanups);
    const template = templateOf(oneQueue);
    const first = await start(template, directory);
    const args = [template, '--data', directory, '--api-port', '0', '--aws-port', '0'];
    await refuses(args, /in use by another sandbox; stop it, or choose another directory with --data/);
    await refuses([...args, '--reset'], /in use by another sandbox/);
    expect(readConnection(directory)).toEqual(first.connection);
    expect(await first.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('data of another program, of another version, or none at all', async () => {
    const template = templateOf(oneQueue);
    const on = (directory: string): string[] => [
      template,
      '--data',
      directory,
      '--api-port',
      '0',
      '--aws-port',
      '0',
    ];
    const foreign = scratch(cleanups);
    new DatabaseSync(join(foreign, 'sandbox.sqlite')).exec(
      'CREATE TABLE theirs (x); PRAGMA user_version = 3',
    );
    await refuses(on(foreign), /another program's database; choose another directory with --data/);
    const later = scratch(cleanups);
    const db = new DatabaseSync(join(later, 'sandbox.sqlite'));
    db.exec(`CREATE TABLE ours (x); PRAGMA application_id = ${String(0x53424f58)}; PRAGMA user_version = 99`);
    db.close();
    await refuses(on(later), /version 99, this sandbox reads version \d+; start with --reset/);
    const file = join(scratch(cleanups), 'file');
    writeFileSync(file, '');
    await refuses(on(file), /The data directory .* cannot be used .*--data/);
    const occupied = scratch(cleanups);
    mkdirSync(join(occupied, 'sandbox.sqlite'));
    await refuses(on(occupied), /cannot be used .*--data/);
    await refuses(on('/proc/data'), /The data directory .* cannot be used .*--data/);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});
