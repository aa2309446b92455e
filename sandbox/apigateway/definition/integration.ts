import { isObject, parseJson } from '../../kernel/json.ts';
import type { Integration, LambdaIntegration, MockIntegration } from './definition.ts';
import { mapAt, members, refuse, textsOf } from './document.ts';
import type { DocumentPart } from './document.ts';
import { parseWrittenResponse } from './written-response.ts';

const longestTimeoutMs = 29_000;
const shortestTimeoutMs = 50;

const known = [
  'type',
  'httpMethod',
  'uri',
  'timeoutInMillis',
  'passthroughBehavior',
  'requestTemplates',
  'responses',
  'contentHandling',
];

/** x-amazon-apigateway-integration: `aws_proxy` on a function, or `mock`. */
export function parseIntegration(part: DocumentPart): Integration {
  const { value, at } = part;
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) throw refuse(`${at}.${name}`, 'not supported by the sandbox');
  }
  switch (String(value['type'] ?? 'none').toLowerCase()) {
    case 'aws_proxy':
      return lambdaIntegration(part);
    case 'mock':
      return mockIntegration(part);
    default:
      throw refuse(
        `${at}.type`,
        `${String(value['type'])} is not supported by the sandbox (aws_proxy and mock are)`,
      );
  }
}

function lambdaIntegration({ value, at }: DocumentPart): LambdaIntegration {
  const uri = String(value['uri'] ?? '');
  const [, functionArn] = /:lambda:path\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(uri) ?? [];
  if (functionArn === undefined) throw refuse(`${at}.uri`, 'must name a Lambda function');
  if (value['httpMethod'] !== 'POST') throw refuse(`${at}.httpMethod`, 'must be POST, as Lambda is invoked');
  const timeoutMs = Number(value['timeoutInMillis'] ?? longestTimeoutMs);
  if (!(timeoutMs >= shortestTimeoutMs && timeoutMs <= longestTimeoutMs)) {
    throw refuse(`${at}.timeoutInMillis`, 'must be between 50 and 29000');
  }
  return { type: 'aws_proxy', functionArn, timeoutMs };
}

function mockIntegration(part: DocumentPart): MockIntegration {
  const request = textsOf(mapAt(part, 'requestTemplates'))['application/json'] ?? '{"statusCode":200}';
  const parsed = parseJson(request);
  const status = isObject(parsed) ? Number(parsed['statusCode']) : Number.NaN;
  if (!Number.isInteger(status)) {
    throw refuse(`${part.at}.requestTemplates.application/json`, 'must be JSON with a statusCode');
  }
  const responses = members(mapAt(part, 'responses')).map(([selection, value, at]) => {
    if (!isObject(value)) throw refuse(at, 'must be a map');
    return [selection, parseWrittenResponse({ value, at }, 'method.response.header.')] as const;
  });
  return { type: 'mock', statusCode: status, responses: new Map(responses) };
}
