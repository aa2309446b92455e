import { expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { functionCloud } from '../testing.ts';

const cloud = functionCloud();

function plan(type: string, properties: JsonObject) {
  const found = cloud.lambda.resourceTypes.find((each) => each.type === type);
  return found?.plan({ stackName: 'stack', logicalId: 'Things', properties });
}

const worker = {
  Code: { LocalPath: '/tmp' },
  Handler: 'app.handler',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::000000000000:role/r',
};

it('a function without a name gets one from its stack', () => {
  expect(plan('AWS::Lambda::Function', worker)).toMatchObject({
    physicalId: 'stack-Things',
    attributes: { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:stack-Things' },
  });
});

it('permissions become the resource policy of their function', async () => {
  const permission = plan('AWS::Lambda::Permission', {
    FunctionName: 'stack-Things',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/r',
  });
  await cloud.ground.store.write(() => permission?.provision());
  const policy = cloud.lambda.policyOf('arn:aws:lambda:us-east-1:000000000000:function:stack-Things');
  expect(JSON.parse(policy ?? '')).toMatchObject({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/r' } },
      },
    ],
  });
});

it.each<[string, JsonObject, RegExp]>([
  ['AWS::Lambda::Function', { ...worker, Layers: [] }, /Layers: not supported/],
  ['AWS::Lambda::Function', { ...worker, Runtime: 'python3.13' }, /Runtime/],
  ['AWS::Lambda::Function', { ...worker, LoggingConfig: { LogFormat: 'JSON' } }, /LoggingConfig.LogFormat/],
  ['AWS::Lambda::Function', { ...worker, Timeout: 901 }, /Timeout/],
  ['AWS::Lambda::EventInvokeConfig', { FunctionName: 'f', Qualifier: '1' }, /Qualifier/],
  [
    'AWS::Lambda::EventSourceMapping',
    { FunctionName: 'f', EventSourceArn: 'a', Topics: [] },
    /Topics: not supported/,
  ],
])('%s with %j is refused by name', (type, properties, message) => {
  expect(() => plan(type, properties)).toThrow(message);
});
