import { describe, expect, test } from 'vitest';
import { planText } from '../testing.ts';

const transform = 'Transform: AWS::Serverless-2016-10-31\n';

const whole = `${transform}
Conditions: { Always: !Equals [a, a] }
Globals:
  Function:
    Runtime: nodejs24.x
    Tracing: Active
    Architectures: [arm64]
    Environment: { Variables: { A: '1', B: global } }
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Condition: Always
    Properties:
      CodeUri: dist/fn
      Handler: app.handler
      Environment: { Variables: { B: own } }
      Tags: { team: blue }
      Policies:
        - AWSLambdaBasicExecutionRole
        - Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sns:Publish', Resource: !Ref Topic }]
        - SQSSendMessagePolicy: { QueueName: !GetAtt Queue.QueueName }
        - !If [Always, { Statement: [] }, !Ref AWS::NoValue]
      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Queue.Arn }
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Queue.Arn } }
      Events:
        Work: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn, BatchSize: 10 } }
        Change: { Type: DynamoDB, Properties: { Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST } }
        Every: { Type: Schedule, Properties: { Schedule: rate(1 minute), Enabled: true, Input: '{}' } }
        Seen: { Type: EventBridgeRule, Properties: { Pattern: { source: [mine] }, EventBusName: bus } }
        Told: { Type: SNS, Properties: { Topic: !Ref Topic, FilterPolicy: { kind: [a] } } }
        Got: { Type: Api, Properties: { Path: '/things/{id}', Method: GET } }
  Queue: { Type: AWS::SQS::Queue }
  Topic: { Type: AWS::SNS::Topic }
  Table: { Type: AWS::Serverless::SimpleTable }`;

describe('a function becomes what SAM makes of it', () => {
  const plan = planText(whole);
  const of = (logicalId: string): unknown => plan.properties[logicalId];

  test("SAM's logical ids", () => {
    const ids = plan.resources.map(
      ({ logicalId, type }) => `${logicalId.replace(/[0-9a-f]{10}$/, '')} ${type}`,
    );
    expect(ids.sort()).toEqual([
      'Fn AWS::Lambda::Function',
      'FnChange AWS::Lambda::EventSourceMapping',
      'FnEventInvokeConfig AWS::Lambda::EventInvokeConfig',
      'FnEvery AWS::Events::Rule',
      'FnEveryPermission AWS::Lambda::Permission',
      'FnGotPermissionProd AWS::Lambda::Permission',
      'FnRole AWS::IAM::Role',
      'FnSeen AWS::Events::Rule',
      'FnSeenPermission AWS::Lambda::Permission',
      'FnTold AWS::SNS::Subscription',
      'FnToldPermission AWS::Lambda::Permission',
      'FnWork AWS::Lambda::EventSourceMapping',
      'Queue AWS::SQS::Queue',
      'ServerlessRestApi AWS::ApiGateway::RestApi',
      'ServerlessRestApiDeployment AWS::ApiGateway::Deployment',
      'ServerlessRestApiProdStage AWS::ApiGateway::Stage',
      'Table AWS::DynamoDB::Table',
      'Topic AWS::SNS::Topic',
    ]);
  });

  test('the function, with globals under its own properties', () => {
    expect(of('Fn')).toEqual({
      Handler: 'app.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Environment: { Variables: { A: '1', B: 'own' } },
      Tags: [{ Key: 'team', Value: 'blue' }],
      DeadLetterConfig: { TargetArn: 'arn:demo-Queue' },
      TracingConfig: { Mode: 'Active' },
      Code: { LocalPath: '/project/dist/fn' },
      Role: 'arn:demo-FnRole',
    });
  });

  test('its role', () => {
    const statement = (action: unknown, resource: unknown): object => ({
      Effect: 'Allow',
      Action: action,
      Resource: resource,
    });
    expect(of('FnRole')).toMatchObject({
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
        'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole',
        'arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole',
      ],
      Policies: [
        {
          PolicyName: 'DeadLetterQueuePolicy',
          PolicyDocument: { Statement: [statement('sqs:SendMessage', 'arn:demo-Queue')] },
        },
        { PolicyName: 'FnEventInvokeConfigOnFailureSQSPolicy' },
        {
          PolicyName: 'FnRolePolicy1',
          PolicyDocument: { Statement: [statement('sns:Publish', 'demo-Topic')] },
        },
        {
          PolicyName: 'FnRolePolicy2',
          PolicyDocument: {
            Statement: [statement(['sqs:SendMessage*'], ['arn:aws:sqs:eu-west-1:123456789012:demo-Queue'])],
          },
        },
        { PolicyName: 'FnRolePolicy3', PolicyDocument: { Statement: [] } },
      ],
    });
  });

  test('its event sources', () => {
    expect(of('FnWork')).toEqual({
      EventSourceArn: 'arn:demo-Queue',
      FunctionName: 'demo-Fn',
      BatchSize: 10,
    });
    expect(of('FnEvery')).toEqual({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: 'arn:demo-Fn', Id: 'FnEveryLambdaTarget', Input: '{}' }],
    });
    expect(of('FnSeen')).toEqual({
      EventPattern: { source: ['mine'] },
      EventBusName: 'bus',
      Targets: [{ Arn: 'arn:demo-Fn', Id: 'FnSeenLambdaTarget' }],
    });
    expect(of('FnTold')).toEqual({
      Endpoint: 'arn:demo-Fn',
      Protocol: 'lambda',
      TopicArn: 'demo-Topic',
      FilterPolicy: { kind: ['a'] },
    });
    expect(of('FnEventInvokeConfig')).toEqual({
      FunctionName: 'demo-Fn',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'arn:demo-Queue' } },
    });
    expect(of('FnGotPermissionProd')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: 'demo-Fn',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:demo-ServerlessRestApi/*/GET/things/*',
    });
  });
});

test('a role of its own is used, and none is made', () => {
  const plan = planText(`${transform}
Resources:
  Role: { Type: AWS::IAM::Role }
  Fn:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: dist, Role: !GetAtt Role.Arn, ReservedConcurrentExecutions: !Ref AWS::NoValue }`);
  expect(plan.properties['Fn']).toEqual({ Code: { LocalPath: '/project/dist' }, Role: 'arn:demo-Role' });
  expect(plan.resources.map(({ logicalId }) => logicalId)).toEqual(['Role', 'Fn']);
});

test('policy templates of several parameters and statements, and a description that nobody needs', () => {
  const plan = planText(`${transform}Resources:
  Fn:
    Type: AWS::Serverless::Function
    Description: reads
    Properties:
      CodeUri: dist
      Policies: [{ DynamoDBStreamReadPolicy: { TableName: t, StreamName: s } }, { CloudWatchPutMetricPolicy: {} }]`);
  const at = (path: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/${path}`;
  expect(plan.properties['FnRole']).toMatchObject({
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            {
              Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
              Resource: [at('s')],
            },
            { Action: ['dynamodb:ListStreams'], Resource: [at('*')] },
          ],
        },
      },
      { PolicyDocument: { Statement: [{ Action: ['cloudwatch:PutMetricData'], Resource: ['*'] }] } },
    ],
  });
});

describe('refusals', () => {
  const fn = (properties: string): string =>
    `${transform}Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties: ${properties}`;
  test.each([
    [fn('{ CodeUri: s3://a/b }'), 'Resources.Fn.Properties.CodeUri: buckets are not supported'],
    [fn('{ CodeUri: dist, Code: other }'), 'Resources.Fn.Properties.Code: is no property'],
    [fn('{ CodeUri: dist, TracingConfig: {} }'), 'Resources.Fn.Properties.TracingConfig: is no property'],
    [fn('{ CodeUri: dist, DeadLetterConfig: {} }'), 'Properties.DeadLetterConfig: is no property'],
    [fn('{ Handler: a.b }'), 'Resources.Fn.Properties.CodeUri: must be a path'],
    [
      fn('{ CodeUri: dist, Policies: [{ S3CrudPolicy: { BucketName: x } }] }'),
      'Policies[0]: the policy template S3CrudPolicy',
    ],
    [
      fn('{ CodeUri: dist, Policies: [{ SQSPollerPolicy: {} }] }'),
      'Policies[0].SQSPollerPolicy: needs QueueName',
    ],
    [
      fn('{ CodeUri: dist, Events: { E: { Type: S3 } } }'),
      'Resources.Fn.Properties.Events.E.Properties: the event type S3',
    ],
    [
      fn('{ CodeUri: dist, Events: { E: { Type: SQS, Properties: { Queue: q, Nope: 1 } } } }'),
      'Events.E.Properties.Nope: not supported',
    ],
    [fn('{ CodeUri: dist, Events: { E: { Type: SQS } } }'), 'Events.E.Properties.Queue: is missing'],
    [
      fn('{ CodeUri: dist, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: q } } } }'),
      'DestinationConfig.OnFailure.Type: must be one of SQS, SNS, Lambda, EventBridge',
    ],
    [
      fn(`{ CodeUri: dist, Events: { E: { Type: DynamoDB, Properties: { Stream: s, StartingPosition: LATEST,
        DestinationConfig: { OnFailure: { Type: Lambda, Destination: f } } } } } }`),
      'DestinationConfig.OnFailure.Type: must be one of SQS, SNS',
    ],
    [
      fn('{ CodeUri: dist, DeadLetterQueue: { Type: EventBridge, TargetArn: q } }'),
      'DeadLetterQueue.Type: must be one of SQS, SNS',
    ],
    [
      `${transform}Resources: { A: { Type: AWS::Serverless::HttpApi } }`,
      'Resources.A.Type: AWS::Serverless::HttpApi is not supported',
    ],
    [
      `${transform}Resources: { A: { Type: AWS::Serverless::SimpleTable, Properties: { PrimaryKey: { Type: constructor } } } }`,
      'Resources.A.Properties.PrimaryKey.Type: must be String, Number or Binary',
    ],
    [
      `${transform}Globals: { HttpApi: {} }\nResources: { A: { Type: AWS::Serverless::SimpleTable } }`,
      'Globals.HttpApi: not supported',
    ],
  ])('%s', (text, message) => {
    expect(() => planText(text)).toThrow(message);
  });

  test('a bundle that was not built', () => {
    expect(() => planText(fn('{ CodeUri: dist/fn }'), { files: { exists: () => false } })).toThrow(
      'Resources.Fn.Properties.CodeUri: there is no dist/fn beside the template; run the build first',
    );
  });
});
