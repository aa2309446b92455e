import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { parsedOnce } from '../../kernel/parsed-once.ts';
import type { ApiDefinition, ApiMethod, RequiredParameter } from './definition.ts';
import { mapAt, members, onlyExtensions, refuse } from './document.ts';
import type { DocumentPart } from './document.ts';
import { parseGatewayResponses } from './gateway-responses.ts';
import { parseIntegration } from './integration.ts';
import { bodyModels } from './models.ts';

const httpMethods = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'x-amazon-apigateway-any-method',
];

const extensions = [
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-request-validators',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-binary-media-types',
  'x-amazon-apigateway-api-key-source',
];

/** Reads an OpenAPI 2.0 or 3.0 document with API Gateway's extensions. @throws AwsError naming what is unsupported */
export function parseDefinition(body: JsonObject): ApiDefinition {
  return parseText(JSON.stringify(body));
}

// Its models are compiled: much work for what is asked for at each step of a start.
const parseText = parsedOnce((text) => parseDocument(JSON.parse(text) as JsonObject)); // the text of an object

function parseDocument(body: JsonObject): ApiDefinition {
  const document = { value: body, at: 'Body' };
  onlyExtensions(document, extensions);
  if ((body['x-amazon-apigateway-api-key-source'] ?? 'HEADER') !== 'HEADER') {
    throw refuse('Body.x-amazon-apigateway-api-key-source', 'only HEADER is supported by the sandbox');
  }
  const binary = body['x-amazon-apigateway-binary-media-types'];
  return {
    methods: members(mapAt(document, 'paths')).flatMap(([path, item, at]) =>
      methodsOf(document, { path, item: partOf(item, at) }),
    ),
    gatewayResponses: parseGatewayResponses(mapAt(document, 'x-amazon-apigateway-gateway-responses')),
    binaryMediaTypes: Array.isArray(binary) ? binary.map(String) : [],
  };
}

function partOf(value: Json, at: string): DocumentPart {
  if (!isObject(value)) throw refuse(at, 'must be a map');
  return { value, at };
}

function methodsOf(
  document: DocumentPart,
  { path, item }: { path: string; item: DocumentPart },
): ApiMethod[] {
  onlyExtensions(item, ['x-amazon-apigateway-any-method']);
  const shared = parametersOf(document, item);
  return members(item).flatMap(([name, value, at]) => {
    if (!httpMethods.includes(name)) return [];
    return [methodOf(document, { path, name, operation: partOf(value, at), shared })];
  });
}

interface MethodSource {
  readonly path: string;
  readonly name: string;
  readonly operation: DocumentPart;
  readonly shared: readonly RequiredParameter[];
}

function methodOf(document: DocumentPart, { path, name, operation, shared }: MethodSource): ApiMethod {
  onlyExtensions(operation, ['x-amazon-apigateway-integration', 'x-amazon-apigateway-request-validator']);
  const { value, at } = operation;
  const validator = validatorOf(document, operation);
  return {
    resourcePath: path,
    httpMethod: name.startsWith('x-') ? 'ANY' : name.toUpperCase(),
    needsApiKey: needsApiKey(document, operation),
    requiredParameters: validator.parameters ? [...shared, ...parametersOf(document, operation)] : [],
    integration: parseIntegration(mapAt(operation, 'x-amazon-apigateway-integration')),
    models: validator.body ? bodyModels(document, operation) : undefined,
    operationName: textOf(value['operationId'], `${at}.operationId`),
  };
}

function textOf(value: Json | undefined, at: string): string | undefined {
  if (typeof value !== 'string' && value !== undefined) throw refuse(at, 'must be text');
  return value;
}

/** The validator that the method, or else the API, names. */
function validatorOf(
  document: DocumentPart,
  operation: DocumentPart,
): { body: boolean; parameters: boolean } {
  const key = 'x-amazon-apigateway-request-validator';
  const name = operation.value[key] ?? document.value[key];
  if (name === undefined) return { body: false, parameters: false };
  const validators = mapAt(document, 'x-amazon-apigateway-request-validators');
  const validator = validators.value[String(name)];
  if (!isObject(validator)) throw refuse(`${operation.at}.${key}`, `there is no validator ${String(name)}`);
  return {
    body: validator['validateRequestBody'] === true,
    parameters: validator['validateRequestParameters'] === true,
  };
}

/** Whether a security requirement of the method (or of the API) is an API key; authorizers are refused. */
function needsApiKey(document: DocumentPart, operation: DocumentPart): boolean {
  const required = operation.value['security'] ?? document.value['security'] ?? [];
  if (!Array.isArray(required)) throw refuse(`${operation.at}.security`, 'must be a list');
  const schemes = {
    ...mapAt(document, 'securityDefinitions').value,
    ...mapAt(mapAt(document, 'components'), 'securitySchemes').value,
  };
  const names = required.flatMap((entry: Json) => (isObject(entry) ? Object.keys(entry) : []));
  for (const name of names) {
    const scheme: Json | undefined = schemes[name];
    const isKey =
      isObject(scheme) && scheme['type'] === 'apiKey' && String(scheme['name']).toLowerCase() === 'x-api-key';
    if (!isKey || 'x-amazon-apigateway-authorizer' in scheme) {
      throw refuse(
        `${operation.at}.security`,
        `${name} is no API key; authorizers are not supported by the sandbox`,
      );
    }
  }
  return names.length > 0;
}

const places: Readonly<Record<string, RequiredParameter['place']>> = {
  path: 'path',
  query: 'query',
  header: 'header',
};

function parametersOf(document: DocumentPart, { value, at }: DocumentPart): RequiredParameter[] {
  const list = value['parameters'] ?? [];
  if (!Array.isArray(list)) throw refuse(`${at}.parameters`, 'must be a list');
  return list.flatMap((entry: Json) => {
    const parameter =
      isObject(entry) && typeof entry['$ref'] === 'string' ? resolved(document, entry['$ref']) : entry;
    if (!isObject(parameter)) throw refuse(`${at}.parameters`, 'must hold maps');
    const place = places[String(parameter['in'])];
    return place !== undefined && parameter['required'] === true
      ? [{ place, name: String(parameter['name']) }]
      : [];
  });
}

function resolved(document: DocumentPart, reference: string): Json | undefined {
  let value: Json | undefined = document.value;
  for (const key of reference.replace(/^#\//, '').split('/')) {
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
