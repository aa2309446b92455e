import { describe, expect, test } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import { resourceType } from '../kernel/resource.ts';
import { planText } from './testing.ts';

const ids = (text: string): string[] => planText(text).resources.map(({ logicalId }) => logicalId);

test('resources come after what they refer to or depend on', () => {
  const order = ids(`
Resources:
  Policy: { Type: AWS::SQS::QueuePolicy, DependsOn: Last, Properties: { Queues: [!Ref Queue] } }
  Queue: { Type: AWS::SQS::Queue, Properties: { Redrive: { target: !GetAtt Dead.Arn } } }
  Topic: { Type: AWS::SNS::Topic, Properties: { Text: !Sub 'to \${Policy}' } }
  Dead: { Type: AWS::SQS::Queue }
  Last: { Type: AWS::SQS::Queue }`);
  expect(order).toEqual(['Last', 'Dead', 'Queue', 'Policy', 'Topic']);
});

test('a circle is told as a circle', () => {
  const text = `
Resources:
  A: { Type: AWS::SQS::Queue, Properties: { X: !Ref B } }
  B: { Type: AWS::SQS::Queue, Properties: { X: !GetAtt C.Arn } }
  C: { Type: AWS::SQS::Queue, DependsOn: [A] }`;
  expect(() => planText(text)).toThrow(
    'Resources.A: circular dependency between resources: A -> B -> C -> A',
  );
});

test('resources and outputs exist as their conditions say', () => {
  const plan = planText(`
Parameters: { Stage: { Type: String, Default: dev } }
Conditions: { Prod: !Equals [!Ref Stage, prod], Dev: !Not [!Condition Prod] }
Resources:
  Always: { Type: AWS::SQS::Queue, DependsOn: OnlyProd }
  OnlyProd: { Type: AWS::SQS::Queue, Condition: Prod }
  OnlyDev: { Type: AWS::SQS::Queue, Condition: Dev }
Outputs:
  A: { Value: !Ref Always, Description: it, Export: { Name: !Sub '\${AWS::StackName}-a' } }
  B: { Value: !Ref OnlyProd, Condition: Prod }
  C: { Value: 5 }`);
  expect(plan.resources.map(({ logicalId }) => logicalId)).toEqual(['Always', 'OnlyDev']);
  expect(plan.outputs).toEqual([
    { key: 'A', value: 'demo-Always', description: 'it', exportName: 'demo-a' },
    { key: 'C', value: '5' },
  ]);
});

test('deletion policies, by a function where language extensions are on', () => {
  const resources = `
Conditions: { Never: !Equals [a, b] }
Resources:
  Plain: { Type: AWS::SQS::Queue }
  Kept: { Type: AWS::SQS::Queue, DeletionPolicy: Retain, UpdateReplacePolicy: Retain }
  Chosen: { Type: AWS::SQS::Queue, DeletionPolicy: !If [Never, Retain, Delete] }`;
  const plan = planText(`Transform: AWS::LanguageExtensions${resources}`);
  expect(plan.resources.map(({ deletionPolicy }) => deletionPolicy)).toEqual(['Delete', 'Retain', 'Delete']);
  expect(() => planText(resources)).toThrow(
    'Resources.Chosen.DeletionPolicy: an intrinsic function here needs Transform: AWS::LanguageExtensions',
  );
});

describe('what the sandbox does not support stops the plan by its path', () => {
  const picky = resourceType({
    type: 'AWS::Test::Thing',
    parse: (properties) => {
      if ('Size' in properties)
        throw new AwsError('ValidationError', 'Size.Max: not supported by the sandbox');
      if ('Bad' in properties) throw new AwsError('ValidationError', 'A thing must be good.');
      return properties;
    },
    withoutEffect: {},
    identify: () => ({ physicalId: 'x', attributes: {} }),
    provision: () => undefined,
    remove: () => undefined,
  });
  test.each([
    [
      'Resources: { A: { Type: AWS::Nope::Thing } }',
      'Resources.A.Type: AWS::Nope::Thing is not supported by the sandbox',
    ],
    [
      'Resources: { A: { Type: AWS::Test::Thing, Properties: { Size: 1 } } }',
      'Resources.A.Properties.Size.Max: not supported',
    ],
    [
      'Resources: { A: { Type: AWS::Test::Thing, Properties: { Bad: 1 } } }',
      'Resources.A: A thing must be good.',
    ],
    ['Resources: { A: { Type: AWS::Test::Thing, Nope: 1 } }', 'Resources.A.Nope: not supported'],
    [
      'Resources: { A: { Type: AWS::Test::Thing, DeletionPolicy: Maybe } }',
      'Resources.A.DeletionPolicy: must be one of',
    ],
    ['Resources: { A: { Type: AWS::Test::Thing } }\nHooks: {}', 'Hooks: not supported by the sandbox'],
    ['Resources: { A: { Type: AWS::Test::Thing } }\nTransform: [Mine]', 'Transform: Mine is not supported'],
    ['Resources: { Fn::ForEach::Each: [A] }', 'Resources.Fn::ForEach::Each: not supported by the sandbox'],
    ['Resources: { A-B: { Type: AWS::Test::Thing } }', 'Resources.A-B: a logical id is letters and digits'],
    ['Description: x', 'Resources: a template needs at least one resource'],
    [
      'Resources: { A: { Type: AWS::Serverless::Function } }',
      'Resources.A.Type: AWS::Serverless::Function needs Transform',
    ],
    [
      'Resources: { A: { Type: AWS::Test::Thing } }\nOutputs: { B: { Value: !Ref C } }',
      'Outputs.B.Value: there is no parameter or resource C',
    ],
    [
      'Resources: { A: { Type: AWS::Test::Thing } }\nOutputs: { B: { Value: [1] } }',
      'Outputs.B.Value: must be text',
    ],
    [
      'Resources: { A: { Type: AWS::Test::Thing, Condition: C } }\nConditions: { C: !Not [!Condition C] }',
      'Conditions.C: refers to itself',
    ],
    [
      'Resources: { A: { Type: AWS::Test::Thing, Condition: C } }\nConditions: { C: !Equals [!Ref A, 1] }',
      'Conditions.C: there is no parameter or resource A',
    ],
  ])('%s', (text, message) => {
    expect(() => planText(text, { types: [picky] })).toThrow(message);
  });
});
