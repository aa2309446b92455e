import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../kernel/json.ts';
import type { Caller } from '../kernel/operation.ts';
import { testCloud } from '../testing.ts';
import { textOf } from '../wire/http.ts';
import { createIam, createSts } from './service.ts';
import type { Iam } from './service.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/things';
const root: Caller = { principal: 'arn:aws:iam::000000000000:root' };

function start() {
  const rooms: Iam[] = [];
  const cloud = testCloud({
    rooms: (ground) => {
      const iam = createIam(ground);
      rooms.push(iam);
      return [iam, createSts(ground, iam)];
    },
  });
  const [iam] = rooms;
  if (iam === undefined) throw new TypeError('no room');
  const role = async (statements: JsonObject[], more: JsonObject = {}): Promise<Caller> => {
    const properties = {
      RoleName: 'maker',
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      ...more,
    };
    const planned = iam.resourceTypes[0]?.plan({ stackName: 's', logicalId: 'Role', properties });
    await cloud.ground.store.write(() => planned?.provision());
    return { principal: planned?.attributes['Arn'] ?? '' };
  };
  const may = (caller: Caller, action: string, on: string | { namespace: string }): boolean => {
    try {
      const where =
        typeof on === 'string'
          ? { resource: on }
          : { resource: '*', context: { 'cloudwatch:namespace': on.namespace } };
      iam.authorize(caller, [{ action, ...where }]);
      return true;
    } catch {
      return false;
    }
  };
  return { cloud, iam, role, may };
}

describe('a role', () => {
  it('may do what its statements allow, on the resources that they name', async () => {
    const { role, may } = start();
    const maker = await role([
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:Put*'],
        Resource: [table, `${table}/index/*`],
      },
    ]);
    expect(may(maker, 'dynamodb:GetItem', table)).toBe(true);
    expect(may(maker, 'dynamodb:PutItem', table)).toBe(true);
    expect(may(maker, 'dynamodb:putitem', table)).toBe(true);
    expect(may(maker, 'dynamodb:GetItem', `${table}/index/by-name`)).toBe(true);
    expect(may(maker, 'dynamodb:DeleteItem', table)).toBe(false);
    expect(may(maker, 'dynamodb:GetItem', `${table}-2`)).toBe(false);
    expect(may(maker, 'sqs:SendMessage', '*')).toBe(false);
  });

  it('is denied what one statement denies, whatever others allow', async () => {
    const { role, iam } = start();
    const maker = await role([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: '*' },
      { Effect: 'Deny', NotAction: 'dynamodb:*', Resource: 'arn:aws:sns:*:*:*' },
    ]);
    const publish = { action: 'sns:Publish', resource: 'arn:aws:sns:us-east-1:000000000000:t' };
    expect(() => {
      iam.authorize(maker, [publish]);
    }).toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/maker/sandbox is not authorized to perform: SNS:Publish on resource: arn:aws:sns:us-east-1:000000000000:t with an explicit deny in an identity-based policy',
    );
    iam.authorize(maker, [{ ...publish, resource: '*' }]);
  });

  it('is refused in the words of AWS', async () => {
    const { role, iam } = start();
    const maker = await role([]);
    const acting = { ...maker, sourceArn: 'arn:aws:lambda:us-east-1:000000000000:function:make-thing' };
    let thrown: unknown;
    try {
      iam.authorize(acting, [{ action: 'dynamodb:GetItem', resource: table }]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'AccessDeniedException',
      message: `User: arn:aws:sts::000000000000:assumed-role/maker/make-thing is not authorized to perform: dynamodb:GetItem on resource: ${table} because no identity-based policy allows the dynamodb:GetItem action`,
    });
  });

  it('obeys conditions', async () => {
    const { role, may } = start();
    const maker = await role([
      {
        Effect: 'Allow',
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: {
          StringEquals: { 'cloudwatch:namespace': 'Things' },
          Bool: { 'aws:SecureTransport': true },
        },
      },
    ]);
    expect(may(maker, 'cloudwatch:PutMetricData', { namespace: 'Things' })).toBe(true);
    expect(may(maker, 'cloudwatch:PutMetricData', { namespace: 'Widgets' })).toBe(false);
  });

  it('may have managed policies', async () => {
    const { role, may } = start();
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'];
    const maker = await role([], { ManagedPolicyArns });
    expect(may(maker, 'logs:PutLogEvents', 'arn:aws:logs:x')).toBe(true);
    expect(may(maker, 'logs:DeleteLogGroup', 'arn:aws:logs:x')).toBe(false);
    const whole = await role([], { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'] });
    expect(may(whole, 'sqs:PurgeQueue', 'arn:aws:sqs:us-east-1:000000000000:q')).toBe(true);
    expect(may(whole, 'logs:PutLogEvents', 'arn:aws:logs:x')).toBe(false);
  });

  it.each<[string, JsonObject]>([
    ['condition key dynamodb:LeadingKeys', { Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'x' } } }],
    [
      'condition operator ForAllValues:StringEquals',
      { Condition: { 'ForAllValues:StringEquals': { x: 'y' } } },
    ],
    [
      'condition operator NumericLessThan',
      { Condition: { NumericLessThan: { 'aws:RequestedRegion': '5' } } },
    ],
    ['Principals: not supported', { Principals: 'x' }],
    ['Effect', { Effect: 'Maybe' }],
  ])('is refused where the sandbox cannot evaluate it: %s', async (message, more) => {
    const { role } = start();
    const statement = { Effect: 'Allow', Action: 'a:b', Resource: '*', ...more };
    await expect(role([statement])).rejects.toThrow(message);
  });

  it('is refused with managed policies that the sandbox does not have', async () => {
    const { role } = start();
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    await expect(role([], { ManagedPolicyArns })).rejects.toThrow(
      'no managed policy arn:aws:iam::aws:policy/Admin',
    );
  });

  it('has keys that lead back to it, the same after a change', async () => {
    const { role, iam } = start();
    const maker = await role([]);
    const { accessKeyId } = iam.credentialsFor(maker.principal);
    await role([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    expect(iam.credentialsFor(maker.principal).accessKeyId).toBe(accessKeyId);
    expect(iam.identify(accessKeyId)).toEqual(maker);
    const actor = 'arn:aws:lambda:us-east-1:000000000000:function:make-thing';
    const { sessionToken } = iam.credentialsFor(maker.principal, actor);
    expect(iam.identify(accessKeyId, sessionToken)).toEqual({ ...maker, sourceArn: actor });
    expect(iam.identify('AKIAIOSFODNN7EXAMPLE')).toEqual(root);
    expect(iam.identify('ASIANOBODY')).toEqual(root);
    expect(iam.identify(undefined)).toEqual(root);
    expect(() => iam.credentialsFor('arn:aws:iam::000000000000:role/nobody')).toThrow(
      'nobody cannot be found',
    );
  });

  it('is trusted to the services that its trust policy names', async () => {
    const { role, iam } = start();
    const maker = await role([]);
    expect(iam.trusts(maker.principal, 'lambda.amazonaws.com')).toBe(true);
    expect(iam.trusts(maker.principal, 'pipes.amazonaws.com')).toBe(false);
    expect(iam.trusts(`${maker.principal}-gone`, 'lambda.amazonaws.com')).toBe(false);
    const Principal = { Service: 'states.us-east-1.amazonaws.com' };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
    const regional = await role([], { AssumeRolePolicyDocument: { Statement } });
    expect(iam.trusts(regional.principal, 'states.amazonaws.com')).toBe(true);
    expect(iam.trusts(regional.principal, 'lambda.amazonaws.com')).toBe(false);
  });
});

describe('the policy of a resource', () => {
  const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
  const topic = 'arn:aws:sns:us-east-1:000000000000:t';
  const all = { Action: ['sqs:*', 'sns:*'], Resource: '*' };
  const permission = { action: 'sqs:SendMessage', resource: queue };

  it('lets a role in that it names, though the role has no right of its own', async () => {
    const { iam, role } = start();
    const maker = await role([]);
    expect(() => {
      iam.authorize(maker, [permission]);
    }).toThrow('no identity-based policy allows the sqs:sendmessage action');
    const policy = { Statement: { Effect: 'Allow', Principal: { AWS: maker.principal }, ...all } };
    iam.addResourcePolicies('sqs', () => JSON.stringify(policy));
    iam.authorize(maker, [permission]);
  });

  it('lets nobody in for naming the account: that leaves it to the roles', async () => {
    const { iam, role } = start();
    const maker = await role([]);
    const policy = { Statement: { Effect: 'Allow', Principal: { AWS: '000000000000' }, ...all } };
    iam.addResourcePolicies('sqs', () => JSON.stringify(policy));
    expect(() => {
      iam.authorize(maker, [permission]);
    }).toThrow('not authorized');
  });

  it('keeps out whom it denies, the root too', async () => {
    const { iam, role } = start();
    const maker = await role([{ Effect: 'Allow', ...all }]);
    const policy = { Statement: { Effect: 'Deny', Principal: { AWS: '000000000000' }, ...all } };
    iam.addResourcePolicies('sns', () => JSON.stringify(policy));
    const publish = { action: 'sns:Publish', resource: topic };
    iam.authorize(maker, [permission]);
    for (const caller of [maker, root]) {
      let thrown: unknown;
      try {
        iam.authorize(caller, [publish]);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'AuthorizationError', status: 403 });
      expect(thrown).toHaveProperty(
        'message',
        expect.stringMatching(/perform: SNS:Publish on .* with an explicit deny in a resource-based policy$/),
      );
    }
  });
});

describe('others', () => {
  it('the root may do everything; a service is judged by the resource, not here', () => {
    const { may } = start();
    expect(may(root, 'anything:At', 'all')).toBe(true);
    expect(may({ principal: 'events.amazonaws.com' }, 'sqs:SendMessage', 'q')).toBe(true);
    expect(may({ principal: 'arn:aws:iam::000000000000:role/gone' }, 'sqs:SendMessage', 'q')).toBe(false);
  });

  it('a resource policy names its principals', () => {
    const { iam } = start();
    const topic = 'arn:aws:sns:us-east-1:000000000000:t';
    const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue,
          Condition: { ArnEquals: { 'aws:SourceArn': topic } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Effect: 'Allow',
          Principal: { AWS: '000000000000' },
          Action: 'sqs:ReceiveMessage',
          Resource: queue,
        },
      ],
    });
    const decide = (caller: Caller, action: string) =>
      iam.decideByResource(policy, caller, { action, resource: queue });
    expect(decide({ principal: 'sns.amazonaws.com', sourceArn: topic }, 'sqs:SendMessage')).toBe('allow');
    expect(decide({ principal: 'sns.amazonaws.com', sourceArn: `${topic}2` }, 'sqs:SendMessage')).toBe(
      'silent',
    );
    expect(decide({ principal: 'events.amazonaws.com', sourceArn: topic }, 'sqs:SendMessage')).toBe('silent');
    expect(decide(root, 'sqs:ReceiveMessage')).toBe('allow');
    expect(decide(root, 'sqs:SendMessage')).toBe('silent');
  });

  it('STS says who calls', async () => {
    const { cloud, role } = start();
    const maker = await role([]);
    const call = async (caller?: Caller) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = 'Action=GetCallerIdentity&Version=2011-06-15';
      return textOf((await cloud.handle({ method: 'POST', path: '/', headers, body }, caller)).body);
    };
    expect(await call()).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
    expect(await call(maker)).toContain('<Arn>arn:aws:sts::000000000000:assumed-role/maker/sandbox</Arn>');
  });
});
