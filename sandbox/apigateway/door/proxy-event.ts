import { bytesOf, textOf } from '../../wire/http.ts';
import type { Exchange } from './exchange.ts';
import { resourceId } from './exchange.ts';
import { headerOf, isBinary, joinedHeader } from './gateway-request.ts';
import type { GatewayRequest } from './gateway-request.ts';

/** The event that a function behind an `aws_proxy` integration gets (payload format 1.0 of REST APIs), as JSON. */
export function proxyEvent(exchange: Exchange): string {
  const { request, stage, match } = exchange;
  const headers = forwardedHeaders(exchange);
  const binary = isBinary(headerOf(request, 'content-type'), stage.definition.binaryMediaTypes);
  const body = binary ? Buffer.from(bytesOf(request.body)).toString('base64') : textOf(request.body);
  const query = [...request.query];
  return JSON.stringify({
    resource: match?.method.resourcePath,
    path: request.path,
    httpMethod: request.httpMethod,
    headers: lastOf(headers),
    multiValueHeaders: allOf(headers),
    queryStringParameters: lastOf(query),
    multiValueQueryStringParameters: allOf(query),
    pathParameters: lastOf([...(match?.pathParameters ?? [])]),
    stageVariables: lastOf(Object.entries(stage.variables)),
    requestContext: requestContext(exchange),
    body: body === '' ? null : body,
    isBase64Encoded: binary && body !== '',
  });
}

type Pairs = readonly (readonly [string, string])[];

/** Of values with one name the last counts; null where there are none. Names are data: `__proto__` is one. */
function lastOf(pairs: Pairs): Record<string, string> | null {
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}

function allOf(pairs: Pairs): Record<string, string[]> | null {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return values.size === 0 ? null : Object.fromEntries(values);
}

const notForwarded = [
  'content-length',
  'connection',
  'x-forwarded-for',
  'x-amzn-trace-id',
  'transfer-encoding',
];

function forwardedHeaders({ request, trace }: Exchange): Pairs {
  const before = joinedHeader(request, 'x-forwarded-for');
  const forwardedFor = [...(before === undefined ? [] : [before]), request.sourceIp].join(', ');
  return [
    ...request.headers.filter(([name]) => !notForwarded.includes(name.toLowerCase())),
    ['X-Amzn-Trace-Id', trace.header ?? `Root=${trace.root}`],
    ['X-Forwarded-For', forwardedFor],
    ['X-Forwarded-Port', portOf(request)],
    ['X-Forwarded-Proto', 'http'],
  ];
}

function portOf(request: GatewayRequest): string {
  return /:(\d+)$/.exec(headerOf(request, 'host') ?? '')?.[1] ?? '80';
}

function requestContext(exchange: Exchange): object {
  const { request, stage, match, key, variables } = exchange;
  const variable = (name: string): string | undefined => variables.get(name);
  return {
    resourceId: resourceId(exchange),
    resourcePath: match?.method.resourcePath,
    operationName: match?.method.operationName,
    httpMethod: request.httpMethod,
    extendedRequestId: exchange.extendedRequestId,
    requestTime: variable('requestTime'),
    path: variable('path'),
    accountId: variable('accountId'),
    protocol: variable('protocol'),
    stage: stage.name,
    domainPrefix: variable('domainPrefix'),
    requestTimeEpoch: exchange.receivedAt,
    requestId: exchange.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      apiKey: key?.value,
      apiKeyId: key?.id,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: headerOf(request, 'user-agent') ?? null,
      user: null,
    },
    domainName: variable('domainName'),
    deploymentId: stage.deploymentId,
    apiId: stage.apiId,
  };
}
