import { apiErrors } from '../../src/contracts/api/api-errors.ts';
import type { ApiAnswer, ApiRequest } from './api-sender.ts';
import { fieldsOf } from './api-sender.ts';

/** What no answer of the API may do, whatever was asked; the rules that one breaks. */
export function brokenRules(request: ApiRequest, answer: ApiAnswer): readonly string[] {
  const { status, headers } = answer;
  return [
    ...(status >= 500 ? [`answered ${String(status)}`] : []),
    ...(headers['access-control-allow-origin'] === undefined ? ['has no CORS origin'] : []),
    ...(headers['access-control-allow-credentials'] === undefined ? [] : ['allows credentials']),
    ...(headers['set-cookie'] === undefined ? [] : ['sets a cookie']),
    ...chatty.filter((name) => headers[name] !== undefined).map((name) => `says ${name}`),
    ...(headers['content-type'] === 'application/json' ? [] : ['is not JSON']),
    ...(status >= 400 && request.method !== 'HEAD' ? brokenErrorRules(request, answer) : []),
    ...(status < 300 && request.method !== 'OPTIONS' ? brokenDataRules(answer) : []),
  ];
}

const chatty = ['server', 'x-powered-by', 'via'];

/** Traces of the inside: stacks, files, tables, libraries, addresses of resources. */
const internals = [
  /\bat .+:\d+:\d+/,
  /\bnode:/,
  /\.(?:ts|mjs|cjs|js|sqlite)\b/,
  /node_modules|\/(?:tmp|work|home|var|src)\//,
  /dynamo|sqlite|\bzod\b|\bsdk\b|lambda|\barn:/i,
  /order-processing-|status-index|#\d\b/,
  /(?:Error|Exception)\b(?<!"error":"(?:Validation|InternalServer)Error)/,
  /\bundefined\b|\[object |\bNaN\b/,
];

function brokenErrorRules({ apiKey }: ApiRequest, { status, text }: ApiAnswer): string[] {
  const { error, message, requestId } = fieldsOf(text);
  const known = Object.entries(apiErrors).find(([code]) => code === error);
  const isOwnStatus = known?.[0] === 'RequestRefused' || known?.[1].status === status;
  return [
    ...(known === undefined ? [`names no documented error but ${String(error)}`] : []),
    ...(known === undefined || isOwnStatus ? [] : [`has another status than ${known[0]}`]),
    ...(typeof message === 'string' && message !== '' ? [] : ['has no message']),
    ...(typeof requestId === 'string' && requestId !== '' ? [] : ['has no requestId']),
    ...internals.filter((trace) => trace.test(text)).map((trace) => `shows ${String(trace)}`),
    ...(typeof apiKey === 'string' && apiKey.length > 3 && text.includes(apiKey) ? ['repeats the key'] : []),
  ];
}

function brokenDataRules({ headers }: ApiAnswer): string[] {
  return [
    ...(headers['cache-control'] === 'no-store' ? [] : ['may be cached']),
    ...(headers['x-content-type-options'] === 'nosniff' ? [] : ['may be sniffed']),
  ];
}
