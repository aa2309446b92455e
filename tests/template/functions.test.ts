import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, listOf, resource, resourcesOf, short, template } from './load-template.ts';
import { rightsOf, roleOf, stemOf } from './rights.ts';

const functions = resourcesOf('AWS::Serverless::Function');
const nameOf = (logicalId: string): string =>
  short(resource(logicalId).Properties['FunctionName']).replace('${NamePrefix}', '');

/** Environment variable → the resource that it names, and the rights prefix without which it would be idle. */
const environment: Record<string, string> = {
  ORDERS_TABLE: 'OrdersTable',
  INVENTORY_TABLE: 'InventoryTable',
  RESERVATIONS_TABLE: 'ReservationsTable',
  PAYMENTS_TABLE: 'PaymentsTable',
  SIMULATED_PROVIDER_TABLE: 'SimulatedProviderTable',
  IDEMPOTENCY_TABLE: 'IdempotencyTable',
  ORDER_QUEUE_URL: 'OrderQueue',
  ORDER_TOPIC_ARN: 'OrderTopic',
  STATE_MACHINE_ARN: 'OrderWorkflow',
};

describe('every function', () => {
  it('runs on the one runtime, traced, with stated memory', () => {
    expect(template.Globals.Function).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'app.handler',
      Tracing: 'Active',
      MemorySize: 512,
    });
  });

  it.each(functions)('%s is called like its bundle, which SAM does not build again', (logicalId, each) => {
    const name = nameOf(logicalId);
    expect(stemOf(name)).toBe(logicalId.replace(/Function$/, ''));
    expect(each.Properties['CodeUri']).toBe(`dist/${name}`);
    expect(each.Metadata).toEqual({ SkipBuild: true });
    expect(at(each.Properties, 'Environment.Variables.POWERTOOLS_SERVICE_NAME')).toBe(name);
    expect(each.Properties).not.toHaveProperty('FunctionUrlConfig');
  });

  it.each(functions)(
    '%s logs text into its own group, so that REPORT lines stay as queries need them',
    (logicalId, each) => {
      const group = `${stemOf(nameOf(logicalId))}LogGroup`;
      expect(each.Properties['LoggingConfig']).toEqual({ LogFormat: 'Text', LogGroup: { Ref: group } });
      expect(short(resource(group).Properties['LogGroupName'])).toBe(
        `/aws/lambda/\${NamePrefix}${nameOf(logicalId)}`,
      );
    },
  );

  it('has a stated timeout, short behind the API', () => {
    const timeouts = functions.map(
      ([logicalId, each]) => [nameOf(logicalId), each.Properties['Timeout']] as const,
    );
    expect(timeouts.filter(([, timeout]) => typeof timeout !== 'number')).toEqual([]);
    expect(Object.fromEntries(timeouts)).toMatchObject({ 'order-creation': 10, 'order-retrieval': 10 });
  });

  it.each(functions)('%s knows the names of exactly what it may use', (logicalId, each) => {
    const name = nameOf(logicalId);
    const allowed = rightsOf(roleOf(name)).join('\n');
    const variables = Object.entries(at(each.Properties, 'Environment.Variables') ?? {});
    const named = variables.filter(([key]) => key in environment);
    for (const [key, value] of named) expect(short(value)).toBe(environment[key]);
    const tables = Object.values(environment).filter((id) => id.endsWith('Table'));
    expect(tables.filter((table) => allowed.includes(`on ${table}.Arn`)).sort()).toEqual(
      named
        .map(([, value]) => short(value))
        .filter((id) => id.endsWith('Table'))
        .sort(),
    );
  });

  it.each(functions)('%s is given exactly the variables that its code reads', (logicalId, each) => {
    const file = new URL(`../../src/lambdas/${nameOf(logicalId)}/compose.ts`, import.meta.url);
    const read = [...readFileSync(file, 'utf8').matchAll(/^\s+([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
    const given = Object.keys(at(each.Properties, 'Environment.Variables') ?? {});
    expect(given.filter((name) => !name.startsWith('POWERTOOLS_')).sort()).toEqual(read.sort());
  });

  it('that is invoked asynchronously keeps what it could not handle', () => {
    expect(at(resource('OrderReconcilerFunction').Properties, 'EventInvokeConfig')).toMatchObject({
      DestinationConfig: { OnFailure: { Type: 'SQS', Destination: { 'Fn::GetAtt': 'DeliveryDlq.Arn' } } },
    });
  });
});

describe('names', () => {
  it('that are fixed in the account carry the prefix, and tables the stack', () => {
    const nameProperties = [
      'Name',
      'FunctionName',
      'QueueName',
      'TopicName',
      'AlarmName',
      'LogGroupName',
      'DashboardName',
      'PolicyName',
    ];
    const fixed = Object.entries(template.Resources)
      .filter(([, each]) => each.Type !== 'AWS::Lambda::Permission')
      .flatMap(([logicalId, each]) =>
        nameProperties.flatMap((property) =>
          listOf(each.Properties[property]).map((value) => [logicalId, value] as const),
        ),
      );
    expect(fixed.length).toBeGreaterThan(50);
    expect(
      fixed.filter(([, value]) => !short(value).includes('${NamePrefix}')).map(([logicalId]) => logicalId),
    ).toEqual([]);
  });
});

describe('secrets', () => {
  it('stand in no default, no environment and no output', () => {
    const text = JSON.stringify([
      Object.entries(template.Parameters).map(([name, parameter]) => [name, parameter['Default']]),
      Object.entries(template.Outputs).map(([name, output]) => [name, output.Value]),
      functions.map(([, each]) => at(each.Properties, 'Environment')),
    ]);
    expect(text).not.toMatch(/password|secret|token|AKIA[0-9A-Z]{16}|-----BEGIN/i);
    expect(text.match(/[A-Za-z0-9+/]{40,}/g) ?? []).toEqual([]);
  });
});
