import * as z from 'zod';
import { isObject, parseJson } from '../../kernel/json.ts';
import { text } from '../render.ts';
import { writtenResponse } from './written-response.ts';
import type { WrittenResponse } from './written-response.ts';

/** What stands behind a method. */
export type Integration = LambdaIntegration | MockIntegration;

/** `aws_proxy`: the whole request goes to a function, the whole answer comes from it. */
export interface LambdaIntegration {
  readonly type: 'aws_proxy';
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** `mock`: the answer is written in the document. */
export interface MockIntegration {
  readonly type: 'mock';
  /** The status that the request template names. */
  readonly statusCode: number;
  /** By selection: `default`, or a pattern that the integration's status must match. */
  readonly responses: ReadonlyMap<string, WrittenResponse>;
}

const timeoutRange = 'must be between 50 and 29000';

const members = z.strictObject({
  type: z.unknown().optional(),
  httpMethod: z.unknown().optional(),
  uri: text.default(''),
  timeoutInMillis: z.coerce.number().min(50, timeoutRange).max(29_000, timeoutRange).default(29_000),
  passthroughBehavior: z.unknown().optional(),
  requestTemplates: z.record(z.string(), text).default({}),
  responses: z.record(z.string(), writtenResponse('method.response.header.')).default({}),
  contentHandling: z.unknown().optional(),
});

type Members = z.output<typeof members>;
type Refuse = (member: string, message: string) => never;

/** x-amazon-apigateway-integration: `aws_proxy` on a function, or `mock`. */
export const integration = members.transform((given, { addIssue }): Integration => {
  const refuse: Refuse = (member, message) => {
    addIssue({ code: 'custom', path: [member], message });
    return z.NEVER;
  };
  switch (String(given.type).toLowerCase()) {
    case 'aws_proxy':
      return lambdaIntegration(given, refuse);
    case 'mock':
      return mockIntegration(given, refuse);
    default:
      return refuse('type', `${String(given.type)} is not supported by the sandbox (aws_proxy and mock are)`);
  }
});

function lambdaIntegration(
  { uri, httpMethod, timeoutInMillis: timeoutMs }: Members,
  refuse: Refuse,
): LambdaIntegration {
  const [, functionArn] = /:lambda:path\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(uri) ?? [];
  if (functionArn === undefined) return refuse('uri', 'must name a Lambda function');
  if (httpMethod !== 'POST') return refuse('httpMethod', 'must be POST, as Lambda is invoked');
  return { type: 'aws_proxy', functionArn, timeoutMs };
}

function mockIntegration({ requestTemplates, responses }: Members, refuse: Refuse): MockIntegration {
  const parsed = parseJson(requestTemplates['application/json'] ?? '{"statusCode":200}');
  const statusCode = isObject(parsed) ? Number(parsed['statusCode']) : Number.NaN;
  if (!Number.isInteger(statusCode)) {
    return refuse('requestTemplates.application/json', 'must be JSON with a statusCode');
  }
  return { type: 'mock', statusCode, responses: new Map(Object.entries(responses)) };
}
