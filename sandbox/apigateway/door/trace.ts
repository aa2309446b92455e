import type { Ground } from '../../kernel/ground.ts';
import type { ServedStage } from '../served-stages.ts';
import { joinedHeader } from './gateway-request.ts';
import type { GatewayRequest } from './gateway-request.ts';

/** A request's place in a trace. */
export interface RequestTrace {
  /** `1-<8 digits>-<24 digits>` */
  readonly root: string;
  /** What the integration is told; undefined where neither client nor stage traces. */
  readonly header?: string;
  /** The stage's own segment, where it writes one. */
  readonly segment?: { readonly id: string; readonly parentId?: string };
}

/** Continues the client's trace if its header is well formed, else begins one. */
export function requestTrace(
  { random, clock }: Ground,
  request: GatewayRequest,
  stage: ServedStage,
): RequestTrace {
  const given = joinedHeader(request, 'x-amzn-trace-id') ?? '';
  const [, givenRoot] = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(given) ?? [];
  const [, parentId] = /;\s*Parent=([0-9a-f]{16})(?:;|$)/.exec(given) ?? [];
  const isSampled = !/;\s*Sampled=0(?:;|$)/.test(given);
  const seconds = Math.floor(clock.now() / 1_000).toString(16);
  const root = givenRoot ?? `1-${seconds.padStart(8, '0')}-${random.hex(24)}`;
  const parent = givenRoot === undefined || parentId === undefined ? {} : { parentId };
  if (!stage.tracing) {
    const ancestor = 'parentId' in parent ? `;Parent=${parent.parentId}` : '';
    return givenRoot === undefined
      ? { root }
      : { root, header: `Root=${root}${ancestor};Sampled=${isSampled ? '1' : '0'}` };
  }
  if (!isSampled) return { root, header: `Root=${root};Sampled=0` };
  const id = random.hex(16);
  return { root, header: `Root=${root};Parent=${id};Sampled=1`, segment: { id, ...parent } };
}
