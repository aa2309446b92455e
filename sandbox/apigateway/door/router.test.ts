import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiMethod } from '../definition/parse-definition.ts';
import { createRouter } from './router.ts';

const method = (route: string): ApiMethod => {
  const [httpMethod = '', resourcePath = ''] = route.split(' ');
  return {
    httpMethod,
    resourcePath,
    needsApiKey: false,
    integration: { type: 'mock', statusCode: 200, responses: new Map() },
  };
};
const router = createRouter(
  [
    'GET /',
    'GET /things',
    'ANY /things',
    'GET /things/{id}',
    'GET /things/new',
    'POST /things/{id}/parts',
    'GET /files/{path+}',
    'GET /things/{id}/{part}',
  ].map(method),
);

function route(httpMethod: string, path: string): string {
  const match = router(httpMethod, path);
  if (match === undefined) return 'none';
  const parameters = [...match.pathParameters].map(([name, value]) => `${name}=${value}`);
  return [`${match.method.httpMethod} ${match.method.resourcePath}`, ...parameters].join(' ');
}

describe('routes', () => {
  test.each([
    ['GET', '/', 'GET /'],
    ['GET', '/things', 'GET /things'],
    ['GET', '/things/', 'GET /things'],
    ['DELETE', '/things', 'ANY /things'],
    ['GET', '/things/new', 'GET /things/new'],
    ['GET', '/things/1', 'GET /things/{id} id=1'],
    ['GET', '/things/a%20b', 'GET /things/{id} id=a b'],
    ['GET', '/things/a%2Fb', 'GET /things/{id} id=a/b'],
    ['GET', '/things/%00', 'GET /things/{id} id=\0'],
    ['GET', '/things/..', 'GET /things/{id} id=..'],
    ['GET', '/things/__proto__', 'GET /things/{id} id=__proto__'],
    ['GET', '/things/1/2', 'GET /things/{id}/{part} id=1 part=2'],
    ['POST', '/things/1/parts', 'POST /things/{id}/parts id=1'],
    ['GET', '/files/a/b%2Fc', 'GET /files/{path+} path=a/b/c'],
    ['POST', '/things/1', 'none'],
    ['GET', '/thing', 'none'],
    ['GET', '/Things', 'none'],
    ['GET', '/things//', 'none'],
    ['GET', '//things', 'none'],
    ['GET', '/files', 'none'],
    ['GET', '/files/', 'none'],
    ['get', '/', 'none'],
    ['GET', '/things/1/2/3', 'none'],
  ])('%s %s → %s', (httpMethod, path, expected) => {
    expect(route(httpMethod, path)).toBe(expected);
  });
});

test('a path that is not percent-encoded correctly is a URIError', () => {
  expect(() => router('GET', '/things/%zz')).toThrow(URIError);
});

test('any id comes back as it was before it was encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
      const match = router('GET', `/things/${encodeURIComponent(id)}`);
      expect(id === 'new' ? 'new' : match?.pathParameters.get('id')).toBe(id);
    }),
  );
});
