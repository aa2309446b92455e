import type { JsonObject } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import type { StoredFunction } from './function-spec.ts';

/** The parts of an X-Amzn-Trace-Id that Lambda reads. */
interface TraceHeader {
  readonly root: string;
  readonly parent: string | undefined;
  readonly sampled: boolean;
}

/** One invocation inside a trace: the two segments that Lambda itself writes, and what the handler sees. */
export interface InvocationTrace {
  readonly traceId: string;
  /** Value of _X_AMZN_TRACE_ID: its Parent is the function's segment. */
  readonly header: string;
  readonly segmentId: string;
  readonly isSampled: boolean;
  /** The segments once the invocation has ended (times in epoch ms). */
  readonly segments: (end: {
    readonly startedAt: number;
    readonly endedAt: number;
    readonly isFault: boolean;
  }) => readonly JsonObject[];
}

/** Reads `Root=…;Parent=…;Sampled=1`; undefined where there is no root. */
function parseTraceHeader(text: string | undefined): TraceHeader | undefined {
  const part = (name: string): string | undefined =>
    new RegExp(`(?:^|;)\\s*${name}=([^;\\s]+)`).exec(text ?? '')?.[1];
  const root = part('Root');
  if (root === undefined) return undefined;
  return { root, parent: part('Parent'), sampled: part('Sampled') !== '0' };
}

/** The request that an invocation's trace is made for. */
export interface TraceRequest {
  readonly target: StoredFunction;
  readonly requestId: string;
  readonly header: string | undefined;
  readonly links: readonly string[];
  readonly now: number;
}

/** Continues the caller's trace, or begins one for a function whose tracing is active; undefined when untraced. */
export function traceInvocation(random: Random, request: TraceRequest): InvocationTrace | undefined {
  const { target, requestId, now } = request;
  const given = parseTraceHeader(request.header);
  if (given === undefined && target.tracing !== 'Active') return undefined;
  const traceId = given?.root ?? `1-${Math.floor(now / 1_000).toString(16)}-${random.hex(24)}`;
  const isSampled = given?.sampled ?? true;
  const [serviceId, segmentId] = [random.hex(16), random.hex(16)];
  return {
    traceId,
    segmentId,
    isSampled,
    header: `Root=${traceId};Parent=${segmentId};Sampled=${isSampled ? '1' : '0'}`,
    segments: ({ startedAt, endedAt, isFault }) => {
      if (!isSampled || target.tracing !== 'Active') return [];
      const common = {
        trace_id: traceId,
        name: target.name,
        start_time: startedAt / 1_000,
        end_time: endedAt / 1_000,
        ...(isFault ? { fault: true } : {}),
      };
      const parent = given?.parent === undefined ? {} : { parent_id: given.parent };
      return [
        {
          ...common,
          ...parent,
          ...linked(request.links),
          id: serviceId,
          origin: 'AWS::Lambda',
          resource_arn: target.arn,
        },
        {
          ...common,
          id: segmentId,
          parent_id: serviceId,
          origin: 'AWS::Lambda::Function',
          aws: { function_arn: target.arn, resource_names: [target.name], request_id: requestId },
        },
      ];
    },
  };
}

/** Traces that lead to this one without being its parent, as X-Ray writes them for messages. */
function linked(headers: readonly string[]): JsonObject {
  const links = headers.flatMap((header) => {
    const { root, parent } = parseTraceHeader(header) ?? {};
    if (root === undefined || parent === undefined) return [];
    return [{ trace_id: root, id: parent, attributes: { ReferenceType: 'parent' } }];
  });
  return links.length === 0 ? {} : { links };
}
