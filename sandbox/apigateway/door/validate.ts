import { textOf } from '../../wire/http.ts';
import type { RequiredParameter } from '../definition/definition.ts';
import { GatewayError } from './gateway-error.ts';
import { headerOf } from './gateway-request.ts';
import type { GatewayRequest } from './gateway-request.ts';
import type { Match } from './router.ts';

/** Parameters first, then the body, as the method's validator asks. @throws GatewayError */
export function validate(request: GatewayRequest, match: Match): void {
  const { requiredParameters, models } = match.method;
  const missing = requiredParameters.filter((parameter) => isMissing(parameter, request, match));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new GatewayError('badParameters', `Missing required request parameters: [${names}]`);
  }
  const [mediaType] = headerOf(request, 'content-type')?.split(';') ?? [];
  if (models?.accepts(mediaType?.trim(), textOf(request.body)) === false) throw new GatewayError('badBody');
}

function isMissing({ place, name }: RequiredParameter, request: GatewayRequest, match: Match): boolean {
  switch (place) {
    case 'path':
      return match.pathParameters.get(name) === undefined;
    case 'query':
      return (request.query.get(name) ?? '') === '';
    case 'header':
      return (headerOf(request, name.toLowerCase()) ?? '') === '';
  }
}
