import type { APIGatewayProxyEvent } from 'aws-lambda';

export interface EventParts {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly apiKey?: string;
}

/** An event as API Gateway sends it, for tests. A body that is no string is sent as JSON. */
export function proxyEvent(method: 'GET' | 'POST', parts: EventParts): APIGatewayProxyEvent {
  const { body, headers = {}, query, id, apiKey = 'key-of-alice' } = parts;
  const resource = id === undefined ? '/orders' : '/orders/{id}';
  const path = id === undefined ? '/orders' : `/orders/${id}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: manyValued(headers),
    body: text ?? null,
    isBase64Encoded: false,
    stageVariables: null,
    pathParameters: id === undefined ? null : { id },
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: query === undefined ? null : manyValued(query),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authorizer: null,
      protocol: 'HTTP/1.1',
      httpMethod: method,
      path: `/prod${path}`,
      stage: 'prod',
      requestId: 'request-1',
      requestTimeEpoch: 0,
      resourceId: 'resource',
      resourcePath: resource,
      identity: identityOf(apiKey),
    },
  };
}

const manyValued = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));

const identityOf = (apiKey: string): APIGatewayProxyEvent['requestContext']['identity'] => ({
  apiKey,
  apiKeyId: `id-of-${apiKey}`,
  sourceIp: '127.0.0.1',
  userAgent: null,
  user: null,
  userArn: null,
  accessKey: null,
  accountId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
});
