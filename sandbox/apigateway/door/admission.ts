import { timingSafeEqual } from 'node:crypto';
import type { ApiMethod } from '../definition/parse-definition.ts';
import type { MethodThrottle } from '../gateway-store.ts';
import { digestOf } from '../served-stages.ts';
import type { ServedKey, ServedStage } from '../served-stages.ts';
import type { Exchange } from './exchange.ts';
import { joinedHeader } from './gateway-request.ts';
import type { Quotas } from './quotas.ts';
import { GatewayError } from './refusal.ts';
import type { Throttles } from './throttle.ts';

/** What admission keeps count with. */
export interface Counters {
  readonly throttles: Throttles;
  readonly quotas: Quotas;
}

/** The key, then the usage plan's limits, then the stage's, as AWS checks them. @throws GatewayError */
export function admit(exchange: Exchange, method: ApiMethod, { throttles, quotas }: Counters): void {
  const { stage } = exchange;
  if (method.needsApiKey) {
    const key = presentedKey(exchange);
    exchange.key = key;
    exchange.variables.set('identity.apiKeyId', key.id);
    const { throttle, quota } = key.plan;
    if (throttle !== undefined && !throttles.take(`key ${key.plan.id} ${key.id}`, throttle)) {
      throw new GatewayError('throttled');
    }
    if (quota !== undefined && !quotas.take(key, quota)) throw new GatewayError('overQuota');
  }
  const limit = limitOf(stage, method);
  const name = `method ${stage.name} ${method.httpMethod} ${method.resourcePath}`;
  if (limit !== undefined && !throttles.take(name, limit)) throw new GatewayError('throttled');
}

/** Compares digests of one length in constant time, with every key, so that time tells nothing about a key. */
function presentedKey({ request, stage }: Exchange): ServedKey {
  const presented = digestOf(joinedHeader(request, 'x-api-key') ?? '');
  let found: ServedKey | undefined;
  for (const key of stage.keys) if (timingSafeEqual(key.digest, presented)) found = key;
  if (found === undefined) throw new GatewayError('badKey');
  return found;
}

/** The most specific limit that names the method. */
function limitOf(stage: ServedStage, method: ApiMethod): MethodThrottle | undefined {
  const candidates = stage.throttles.filter(
    ({ resourcePath, httpMethod }) =>
      (resourcePath === '/*' || resourcePath === method.resourcePath) &&
      (httpMethod === '*' || httpMethod === method.httpMethod),
  );
  return candidates.find(({ resourcePath }) => resourcePath !== '/*') ?? candidates[0];
}
