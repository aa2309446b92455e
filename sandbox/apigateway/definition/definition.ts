import type { BodyModels } from './models.ts';
import type { GatewayResponses } from './gateway-responses.ts';
import type { WrittenResponse } from './written-response.ts';

/** A REST API's OpenAPI document, checked and ready to serve. */
export interface ApiDefinition {
  readonly methods: readonly ApiMethod[];
  readonly gatewayResponses: GatewayResponses;
  /** Media types whose bodies travel as base64. */
  readonly binaryMediaTypes: readonly string[];
}

/** One method of one resource. */
export interface ApiMethod {
  /** `/things/{id}`, as the document spells it. */
  readonly resourcePath: string;
  /** Upper case; `ANY` for x-amazon-apigateway-any-method. */
  readonly httpMethod: string;
  readonly operationName?: string | undefined;
  readonly needsApiKey: boolean;
  /** Parameters that must be present and not empty, where the method's validator asks for that. */
  readonly requiredParameters: readonly RequiredParameter[];
  /** Body models, where the method's validator asks for that. */
  readonly models?: BodyModels | undefined;
  readonly integration: Integration;
}

/** A request parameter that must be there. */
export interface RequiredParameter {
  readonly place: 'path' | 'query' | 'header';
  readonly name: string;
}

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
