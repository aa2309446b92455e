import * as z from 'zod';
import { AwsError, messageOf } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { parsedOnce } from '../../kernel/parsed-once.ts';
import { gatewayResponses } from './gateway-responses.ts';
import type { GatewayResponses } from './gateway-responses.ts';
import { integration } from './integration.ts';
import type { Integration } from './integration.ts';
import { bodyCheck, compileModel } from './models.ts';
import type { BodyCheck } from './models.ts';

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
  /** Where the method's validator asks for that. */
  readonly acceptsBody?: BodyCheck | undefined;
  readonly integration: Integration;
}

/** Part of the document; x-amazon- extensions that are not in its shape are refused: they change what the API does. */
function part<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$loose> {
  return z.looseObject(shape, 'must be a map').superRefine((given, { addIssue }) => {
    for (const name of Object.keys(given)) {
      if (name.startsWith('x-amazon-') && !(name in shape)) {
        addIssue({ code: 'custom', path: [name], message: 'not supported by the sandbox' });
      }
    }
  });
}

const modelOwner = z.looseObject({ in: z.string().optional(), schema: z.unknown().optional() });
const security = z.array(z.record(z.string(), z.unknown()), 'must be a list').optional();
const validatorName = z.string().optional();

const operation = part({
  operationId: z.string('must be text').optional(),
  security,
  parameters: z.array(modelOwner).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), modelOwner).default({}) }).optional(),
  'x-amazon-apigateway-request-validator': validatorName,
  'x-amazon-apigateway-integration': integration.prefault({}),
}).optional();

const pathItem = part({
  get: operation,
  put: operation,
  post: operation,
  delete: operation,
  options: operation,
  head: operation,
  patch: operation,
  'x-amazon-apigateway-any-method': operation,
});

const schemes = z.record(z.string(), z.looseObject({})).default({});

const documentSchema = part({
  security,
  securityDefinitions: schemes,
  components: z.looseObject({ securitySchemes: schemes }).optional(),
  'x-amazon-apigateway-request-validator': validatorName,
  'x-amazon-apigateway-request-validators': z
    .record(
      z.string(),
      z.strictObject({
        validateRequestBody: z.boolean().default(false),
        validateRequestParameters: z.literal(false, 'not supported by the sandbox').optional(),
      }),
    )
    .default({}),
  'x-amazon-apigateway-gateway-responses': gatewayResponses.prefault({}),
  'x-amazon-apigateway-binary-media-types': z.array(z.string()).default([]),
  'x-amazon-apigateway-api-key-source': z
    .literal('HEADER', 'only HEADER is supported by the sandbox')
    .optional(),
  paths: z.record(z.string(), pathItem).default({}),
});

type Document = z.output<typeof documentSchema>;
type Operation = NonNullable<z.output<typeof operation>>;

/** Reads an OpenAPI 2.0 or 3.0 document with API Gateway's extensions. @throws AwsError naming what is unsupported */
export function parseDefinition(body: JsonObject): ApiDefinition {
  return parseText(JSON.stringify(body));
}

const parse = inputOf(z.strictObject({ Body: documentSchema }), 'BadRequestException');

// Its models are compiled: much work for what is asked for at each step of a start.
const parseText = parsedOnce((text): ApiDefinition => {
  const body = JSON.parse(text) as JsonObject; // the text of an object
  const { Body: document } = parse({ Body: body });
  const methods = Object.entries(document.paths).flatMap(([resourcePath, item]) =>
    pathItem.keyof().options.flatMap((name) => {
      const at = `Body.paths.${resourcePath}.${name}`;
      const given = item[name];
      return given === undefined ? [] : methodOf(given, { document, body, resourcePath, name, at });
    }),
  );
  return {
    methods,
    gatewayResponses: document['x-amazon-apigateway-gateway-responses'],
    binaryMediaTypes: document['x-amazon-apigateway-binary-media-types'],
  };
});

interface MethodPlace {
  readonly document: Document;
  /** The document as written, for references into it. */
  readonly body: JsonObject;
  readonly resourcePath: string;
  readonly name: string;
  readonly at: string;
}

function methodOf(operation: Operation, place: MethodPlace): ApiMethod {
  return {
    resourcePath: place.resourcePath,
    httpMethod: place.name.startsWith('x-') ? 'ANY' : place.name.toUpperCase(),
    operationName: operation.operationId,
    needsApiKey: needsApiKey(operation, place),
    integration: operation['x-amazon-apigateway-integration'],
    acceptsBody: validatesBody(operation, place) ? modelsOf(operation, place) : undefined,
  };
}

/** Whether a security requirement of the method (or of the API) is an API key; authorizers are refused. */
function needsApiKey(operation: Operation, { document, at }: MethodPlace): boolean {
  const names = (operation.security ?? document.security ?? []).flatMap((entry) => Object.keys(entry));
  const known = new Map(
    Object.entries({ ...document.securityDefinitions, ...document.components?.securitySchemes }),
  );
  for (const name of names) {
    const scheme = known.get(name);
    const isKey = scheme?.['type'] === 'apiKey' && String(scheme['name']).toLowerCase() === 'x-api-key';
    if (!isKey || 'x-amazon-apigateway-authorizer' in scheme) {
      throw refuse(`${at}.security`, `${name} is no API key; authorizers are not supported by the sandbox`);
    }
  }
  return names.length > 0;
}

/** As the validator says that the method, or else the API, names. */
function validatesBody(operation: Operation, { document, at }: MethodPlace): boolean {
  const key = 'x-amazon-apigateway-request-validator';
  const name = operation[key] ?? document[key];
  if (name === undefined) return false;
  const validator = new Map(Object.entries(document[`${key}s`])).get(name);
  if (validator === undefined) throw refuse(`${at}.${key}`, `there is no validator ${name}`);
  return validator.validateRequestBody;
}

/** OpenAPI 3 request bodies by media type, or the body parameter of Swagger 2. */
function modelsOf({ requestBody, parameters }: Operation, { body, at }: MethodPlace): BodyCheck {
  const owners = Object.entries(requestBody?.content ?? {}).map(
    ([mediaType, { schema }]) => [mediaType, schema, `requestBody.content.${mediaType}`] as const,
  );
  const inBody = parameters.filter((parameter) => parameter.in === 'body');
  const swagger = inBody.map(({ schema }) => ['application/json', schema, 'parameters'] as const);
  const models = [...owners, ...swagger].filter(([, schema]) => schema !== undefined);
  return bodyCheck(
    new Map(
      models.map(([mediaType, schema, path]) => {
        try {
          return [mediaType.toLowerCase(), compileModel(body, schema)];
        } catch (thrown) {
          throw refuse(`${at}.${path}.schema`, messageOf(thrown));
        }
      }),
    ),
  );
}

function refuse(at: string, problem: string): AwsError {
  return new AwsError('BadRequestException', `${at}: ${problem}`);
}
