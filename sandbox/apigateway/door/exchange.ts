import type { Ground } from '../../kernel/ground.ts';
import { stableId } from '../stable-id.ts';
import type { ServedKey, ServedStage } from '../served-stages.ts';
import { headerOf } from './gateway-request.ts';
import type { GatewayRequest } from './gateway-request.ts';
import type { Match } from './router.ts';
import { requestTrace } from './trace.ts';
import type { RequestTrace } from './trace.ts';

/** One request on its way through a stage. */
export interface Exchange {
  readonly request: GatewayRequest;
  readonly stage: ServedStage;
  readonly requestId: string;
  readonly extendedRequestId: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly trace: RequestTrace;
  /** What the `$context` of templates and access logs knows; grows on the way. */
  readonly variables: Map<string, string>;
  match?: Match;
  key?: ServedKey;
  /** How long the integration took, in ms. */
  integrationMs?: number;
}

/** The exchange of a request that has just come in. */
export function createExchange(ground: Ground, request: GatewayRequest, stage: ServedStage): Exchange {
  const { clock, random, place } = ground;
  const requestId = random.uuid();
  const extendedRequestId = `${random.hex(15)}=`;
  const receivedAt = clock.now();
  const trace = requestTrace(ground, request, stage);
  const host = headerOf(request, 'host') ?? `${stage.apiId}.execute-api.${place.region}.amazonaws.com`;
  const userAgent = headerOf(request, 'user-agent');
  const variables = new Map<string, string>([
    ['accountId', place.accountId],
    ['apiId', stage.apiId],
    ['stage', stage.name],
    ['deploymentId', stage.deploymentId],
    ['requestId', requestId],
    ['extendedRequestId', extendedRequestId],
    ['httpMethod', request.httpMethod],
    ['path', `/${stage.name}${request.path}`],
    ['protocol', 'HTTP/1.1'],
    ['requestTime', requestTime(receivedAt)],
    ['requestTimeEpoch', String(receivedAt)],
    ['domainName', host],
    ['domainPrefix', host.split('.')[0] ?? host],
    ['identity.sourceIp', request.sourceIp],
    ...(userAgent === undefined ? [] : [['identity.userAgent', userAgent] as const]),
    ...(stage.tracing ? [['xrayTraceId', trace.root] as const] : []),
    ...Object.entries(stage.variables).map(([name, value]) => [`stageVariables.${name}`, value] as const),
    ...request.headers.map(
      ([name, value]) => [`method.request.header.${name.toLowerCase()}`, value] as const,
    ),
  ]);
  return { request, stage, requestId, extendedRequestId, receivedAt, trace, variables };
}

/** Notes the route that a request takes. */
export function follow(exchange: Exchange, match: Match): void {
  exchange.match = match;
  exchange.variables.set('resourcePath', match.method.resourcePath);
  exchange.variables.set('resourceId', resourceId(exchange));
}

/** The id of the resource, as API Gateway numbers them. */
export function resourceId({ stage, match }: Exchange): string {
  return stableId(`${stage.apiId}${match?.method.resourcePath ?? ''}`, 6);
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `22/Nov/2026:15:40:00 +0000` */
export function requestTime(epochMs: number): string {
  const [date = '', time = ''] = new Date(epochMs).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${months[Number(month) - 1] ?? ''}/${year}:${time.slice(0, 8)} +0000`;
}
