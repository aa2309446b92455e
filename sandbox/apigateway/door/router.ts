import type { ApiMethod } from '../definition/parse-definition.ts';

/** A method with the values of its path parameters, decoded. */
export interface Match {
  readonly method: ApiMethod;
  readonly pathParameters: ReadonlyMap<string, string>;
}

/** Finds the method for a request; `path` is as sent, without the stage and the query. */
export type Router = (httpMethod: string, path: string) => Match | undefined;

interface Pattern {
  readonly method: ApiMethod;
  readonly segments: readonly string[];
  /** Orders patterns: literal before parameter before greedy, segment by segment. */
  readonly rank: string;
}

/** A router over an API's methods. @throws URIError for a path that is not percent-encoded correctly */
export function createRouter(methods: readonly ApiMethod[]): Router {
  const patterns = methods
    .map((method): Pattern => {
      const segments = segmentsOf(method.resourcePath);
      return { method, segments, rank: segments.map(rankOf).join('') };
    })
    .sort((a, b) => compare(a.rank, b.rank) || Number(isAny(a.method)) - Number(isAny(b.method)));
  return (httpMethod, path) => {
    // Split before decoding: an encoded slash is part of its segment.
    const segments = segmentsOf(path).map(decodeURIComponent);
    for (const { method, segments: pattern } of patterns) {
      if (!isAny(method) && method.httpMethod !== httpMethod) continue;
      const pathParameters = matched(pattern, segments);
      if (pathParameters !== undefined) return { method, pathParameters };
    }
    return undefined;
  };
}

/** A trailing slash means nothing, as on AWS. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}

const rank = { literal: '0', parameter: '1', greedy: '2' };

function rankOf(segment: string): string {
  if (!isParameter(segment)) return rank.literal;
  return segment.endsWith('+}') ? rank.greedy : rank.parameter;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function isAny(method: ApiMethod): boolean {
  return method.httpMethod === 'ANY';
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

function matched(
  pattern: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [index, wanted] of pattern.entries()) {
    const given = segments[index];
    if (given === undefined || given === '') return undefined;
    if (!isParameter(wanted)) {
      if (wanted !== given) return undefined;
      continue;
    }
    if (wanted.endsWith('+}')) {
      parameters.set(wanted.slice(1, -2), segments.slice(index).join('/'));
      return parameters;
    }
    parameters.set(wanted.slice(1, -1), given);
  }
  return segments.length === pattern.length ? parameters : undefined;
}
