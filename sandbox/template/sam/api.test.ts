import { describe, expect, test } from 'vitest';
import { planText } from '../testing.ts';

const api = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      Name: things
      StageName: prod
      OpenApiVersion: 3.0.1
      TracingEnabled: true
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10 }]
      Auth:
        ApiKeyRequired: true
        AddApiKeyRequiredToCorsPreflight: false
        UsagePlan: { CreateUsagePlan: PER_API, UsagePlanName: plan, Quota: { Limit: 5, Period: DAY } }
      Cors: { AllowOrigin: "'*'", AllowHeaders: "'X-Api-Key'", MaxAge: "'600'" }
      GatewayResponses:
        THROTTLED:
          StatusCode: 429
          ResponseParameters: { Headers: { Retry-After: "'1'" } }
          ResponseTemplates: { application/json: '{}' }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: things, version: '1' }
        paths:
          /things:
            post: { responses: {} }
            get: { responses: {}, security: [] }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist
      Events: { Post: { Type: Api, Properties: { Path: /things, Method: post, RestApiId: !Ref Api } } }
Outputs:
  Stage: { Value: !Ref Api.Stage }
  Key: { Value: !Ref ApiApiKey }`;

describe('an API with an inline definition', () => {
  const plan = planText(api);
  const body = (path: string): unknown =>
    path
      .split(' ')
      .reduce<unknown>((value, key) => Reflect.get(Object(value), key), plan.properties['Api']?.['Body']);

  test("SAM's logical ids, stage and plan included", () => {
    const ids = plan.resources.map(({ logicalId }) => logicalId.replace(/[0-9a-f]{10}$/, '#'));
    expect(ids.sort()).toEqual([
      'Api',
      'ApiApiKey',
      'ApiDeployment#',
      'ApiUsagePlan',
      'ApiUsagePlanKey',
      'ApiprodStage',
      'Fn',
      'FnPostPermissionprod',
      'FnRole',
    ]);
    expect(plan.outputs.map(({ value }) => value)).toEqual(['demo-ApiprodStage', 'demo-ApiApiKey']);
  });

  test('every method needs the key, but not the preflight', () => {
    expect(body('paths /things post security')).toEqual([{ api_key: [] }]);
    expect(body('paths /things get security')).toEqual([{ api_key: [] }]);
    expect(body('paths /things options security')).toBeUndefined();
    expect(body('components securitySchemes api_key')).toEqual({
      type: 'apiKey',
      name: 'x-api-key',
      in: 'header',
    });
  });

  test('the preflight is answered by a mock', () => {
    const integration = body('paths /things options x-amazon-apigateway-integration');
    expect(integration).toMatchObject({
      type: 'mock',
      responses: {
        default: {
          statusCode: '200',
          responseParameters: {
            'method.response.header.Access-Control-Allow-Headers': "'X-Api-Key'",
            'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS,POST'",
            'method.response.header.Access-Control-Allow-Origin': "'*'",
            'method.response.header.Access-Control-Max-Age': "'600'",
          },
        },
      },
    });
  });

  test('gateway responses, stage and usage plan', () => {
    expect(body('x-amazon-apigateway-gateway-responses')).toEqual({
      THROTTLED: {
        statusCode: '429',
        responseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
        responseTemplates: { 'application/json': '{}' },
      },
    });
    expect(plan.properties['ApiprodStage']).toMatchObject({
      StageName: 'prod',
      TracingEnabled: true,
      RestApiId: 'demo-Api',
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10 }],
    });
    expect(plan.properties['ApiUsagePlan']).toEqual({
      UsagePlanName: 'plan',
      Quota: { Limit: 5, Period: 'DAY' },
      ApiStages: [{ ApiId: 'demo-Api', Stage: 'demo-ApiprodStage' }],
    });
    expect(plan.properties['ApiUsagePlanKey']).toEqual({
      KeyId: 'demo-ApiApiKey',
      KeyType: 'API_KEY',
      UsagePlanId: 'demo-ApiUsagePlan',
    });
  });
});

test('events of functions are the routes of an API without a definition', () => {
  const plan = planText(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: v-1, Auth: { ApiKeyRequired: true }, Cors: "'*'" }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist
      Events:
        Get: { Type: Api, Properties: { Path: '/t/{id}', Method: get, RestApiId: !Ref Api } }
        Any: { Type: Api, Properties: { Path: '/p/{rest+}', Method: any, RestApiId: !Ref Api, Auth: { ApiKeyRequired: false } } }`);
  const paths = Reflect.get(Object(plan.properties['Api']?.['Body']), 'paths');
  expect(paths).toMatchObject({
    '/t/{id}': {
      get: {
        security: [{ api_key: [] }],
        'x-amazon-apigateway-integration': {
          uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:demo-Fn/invocations',
        },
      },
      options: { security: [{ api_key: [] }] },
    },
    '/p/{rest+}': { 'x-amazon-apigateway-any-method': { responses: {} } },
  });
  expect(JSON.stringify(Reflect.get(Object(paths), '/p/{rest+}'))).toContain(
    'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT',
  );
  const ids = plan.resources.map(({ logicalId }) => logicalId);
  // sha1("v-1") begins so; SAM hashes stage names that are not letters and digits.
  expect(ids).toContain('ApiStage065afdce56');
  expect(plan.properties[ids.find((id) => id.startsWith('ApiDeployment')) ?? '']).toMatchObject({
    StageName: 'Stage',
  });
});

test('two functions cannot have one route', () => {
  const fn =
    'Type: AWS::Serverless::Function, Properties: { CodeUri: d, Events: { E: { Type: Api, Properties: { Path: /a, Method: get } } } }';
  expect(() =>
    planText(`{ Transform: AWS::Serverless-2016-10-31, Resources: { A: { ${fn} }, B: { ${fn} } } }`),
  ).toThrow('API method "get" defined multiple times for path "/a"');
});

test('credentials for every origin are refused', () => {
  const text = (cors: string): string =>
    `{ Transform: AWS::Serverless-2016-10-31, Resources: { A: { Type: AWS::Serverless::Api, Properties: { StageName: a, Cors: ${cors} } } } }`;
  expect(() => planText(text('{ AllowCredentials: true }'))).toThrow('AllowCredentials can not be true');
  expect(() => planText(text('{ Nope: 1 }'))).toThrow('Resources.A.Properties.Cors.Nope: not supported');
});

test('whether a key is needed is said by a boolean, or the API would stand open', () => {
  const text = `{ Transform: AWS::Serverless-2016-10-31, Parameters: { Keyed: { Type: String, Default: 'true' } },
    Resources: { A: { Type: AWS::Serverless::Api, Properties: { StageName: a, Auth: { ApiKeyRequired: !Ref Keyed } } } } }`;
  expect(() => planText(text)).toThrow('Resources.A.Properties.Auth.ApiKeyRequired: must be true or false');
});

test('a model takes the place of one of the same name in the document', () => {
  const api = (
    body: string,
  ) => `{ Transform: AWS::Serverless-2016-10-31, Resources: { A: { Type: AWS::Serverless::Api,
    Properties: { StageName: a, Models: { Thing: { required: [a] } }, DefinitionBody: { paths: {}, ${body} } } } } }`;
  const models = '{ Thing: { required: [a], type: object }, Other: {} }';
  const wanted = { Thing: { required: ['a'] }, Other: {} };
  expect(planText(api(`swagger: '2.0', definitions: ${models}`)).properties['A']).toHaveProperty(
    'Body.definitions',
    wanted,
  );
  expect(planText(api(`components: { schemas: ${models} }`)).properties['A']).toHaveProperty(
    'Body.components.schemas',
    wanted,
  );
});
