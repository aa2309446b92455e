import { expect, test } from 'vitest';
import { planText } from '../testing.ts';

test('a state machine with its definition, role and the rules that start it', () => {
  const plan = planText(
    `
Transform: AWS::Serverless-2016-10-31
Resources:
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: m
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions: { QueueUrl: !Ref Queue }
      Tracing: { Enabled: true }
      Policies: [{ SQSSendMessagePolicy: { QueueName: q } }]
      Events:
        Hourly: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
        Seen: { Type: EventBridgeRule, Properties: { Pattern: { source: [a] }, Role: given } }
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties: { Definition: { StartAt: A, States: { A: { Type: Pass, Result: !Ref Queue, End: true } } }, Role: r }
  Queue: { Type: AWS::SQS::Queue }`,
    { files: { read: (path) => `text of ${path}` } },
  );
  expect(plan.properties['Machine']).toEqual({
    StateMachineName: 'm',
    TracingConfiguration: { Enabled: true },
    DefinitionSubstitutions: { QueueUrl: 'demo-Queue' },
    DefinitionString: 'text of /project/flow.asl.json',
    RoleArn: 'arn:demo-MachineRole',
  });
  expect(plan.properties['Inline']).toEqual({
    DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"demo-Queue","End":true}}}',
    RoleArn: 'r',
  });
  expect(plan.properties['MachineRole']).toMatchObject({
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'],
    Policies: [{ PolicyName: 'MachineRolePolicy0' }],
  });
  expect(plan.properties['MachineHourly']).toEqual({
    ScheduleExpression: 'rate(1 hour)',
    Targets: [
      { Arn: 'demo-Machine', Id: 'MachineHourlyStepFunctionsTarget', RoleArn: 'arn:demo-MachineHourlyRole' },
    ],
  });
  expect(plan.properties['MachineHourlyRole']).toMatchObject({
    Policies: [{ PolicyName: 'MachineHourlyRoleStartExecutionPolicy' }],
  });
  expect(plan.properties['MachineSeen']).toMatchObject({ Targets: [{ RoleArn: 'given' }] });
  expect(plan.resources.map(({ logicalId }) => logicalId)).not.toContain('MachineSeenRole');
});

test('a definition in YAML is the same in JSON', () => {
  const machine =
    '{ Transform: AWS::Serverless-2016-10-31, Resources: { M: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: flow.asl.yaml, Role: r } } } }';
  const reading = (text: string) => () => planText(machine, { files: { read: () => text } });
  const flow = 'StartAt: A # first\nStates:\n  A: { Type: Succeed, Comment: "${Name}" }';
  expect(reading(flow)().properties['M']).toMatchObject({
    DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Succeed","Comment":"${Name}"}}}',
  });
  expect(reading('StartAt: [')).toThrow(/DefinitionUri: Flow sequence .* at line 1/);
});

test('a definition is needed, once, and must be there', () => {
  const machine = (properties: string): string =>
    `{ Transform: AWS::Serverless-2016-10-31, Resources: { M: { Type: AWS::Serverless::StateMachine, Properties: ${properties} } } }`;
  expect(() => planText(machine('{ Name: x }'))).toThrow("specify either 'Definition' or 'DefinitionUri'");
  expect(() => planText(machine('{ Definition: {}, DefinitionUri: x }'))).toThrow(
    "specify either 'Definition'",
  );
  expect(() => planText(machine('{ DefinitionUri: x }'), { files: { exists: () => false } })).toThrow(
    'Resources.M.Properties.DefinitionUri: there is no x beside the template',
  );
});
