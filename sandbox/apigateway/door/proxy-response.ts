import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isObject, parseJson } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { WireResponse } from '../../wire/http.ts';
import type { Exchange } from './exchange.ts';
import { headerOf, isBinary } from './gateway-request.ts';
import { GatewayError } from './refusal.ts';

const members = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];

/** Headers that a function may not set: they come out as x-amzn-Remapped-…, or not at all. */
const remapped = [
  'authorization',
  'connection',
  'date',
  'expect',
  'server',
  'user-agent',
  'www-authenticate',
];
const dropped = ['content-length', 'transfer-encoding', 'upgrade', 'trailer', 'keep-alive'];

/**
 * The answer that a function's result stands for. No member is mandatory, none beside the known ones is allowed, as
 * on AWS.
 * @throws GatewayError for a malformed result
 */
export function proxyResponse(payload: string, exchange: Exchange): WireResponse {
  const result = parseJson(payload);
  if (!isObject(result)) throw malformed();
  if (Object.keys(result).some((name) => !members.includes(name))) throw malformed();
  const { body = null, isBase64Encoded = false } = result;
  if (typeof isBase64Encoded !== 'boolean' || (body !== null && typeof body !== 'string')) throw malformed();
  const wanted = headerOf(exchange.request, 'accept');
  const decodes = isBase64Encoded && isBinary(wanted, exchange.stage.definition.binaryMediaTypes);
  return {
    status: statusOf(result),
    headers: headersOf(result),
    body: decodes ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function malformed(): GatewayError {
  return new GatewayError('integrationFailed');
}

function statusOf({ statusCode = 200 }: JsonObject): number {
  const status = typeof statusCode === 'string' ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
    throw malformed();
  return status;
}

function headersOf(result: JsonObject): Record<string, string | string[]> {
  const headers = new Map<string, string | string[]>([['content-type', 'application/json']]);
  for (const [name, value] of mapOf(result['headers'])) set(headers, name, [scalar(value)]);
  for (const [name, values] of mapOf(result['multiValueHeaders'])) {
    if (!Array.isArray(values)) throw malformed();
    set(headers, name, values.map(scalar));
  }
  return Object.fromEntries(headers);
}

function mapOf(value: Json | undefined): [string, Json][] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw malformed();
  return Object.entries(value);
}

function scalar(value: Json): string {
  if (typeof value === 'object') throw malformed();
  return String(value);
}

function set(headers: Map<string, string | string[]>, name: string, values: string[]): void {
  const lower = name.toLowerCase();
  if (dropped.includes(lower)) return;
  try {
    validateHeaderName(lower);
    for (const value of values) validateHeaderValue(lower, value);
  } catch {
    throw malformed();
  }
  const key = remapped.includes(lower) ? `x-amzn-remapped-${lower}` : lower;
  headers.set(key, values.length === 1 ? (values[0] ?? '') : values);
}
