import { isObject, parseJson } from '../kernel/json.ts';
import type { JsonObject } from '../kernel/json.ts';

/** What the room reads of a segment document; the rest is kept as it came. */
export interface Segment {
  readonly id: string;
  readonly traceId: string;
  readonly parentId: string | undefined;
  readonly name: string;
  /** Epoch seconds. */
  readonly start: number;
  /** Epoch seconds; undefined while it runs. */
  readonly end: number | undefined;
  readonly isSubsegment: boolean;
  readonly hasError: boolean;
  readonly hasFault: boolean;
  readonly hasThrottle: boolean;
  readonly document: JsonObject;
}

/** Reads a segment document, or says what is wrong with it. */
export function readSegment(document: unknown): Segment | string {
  if (!isObject(document)) return 'no JSON object';
  const { id, trace_id: traceId, parent_id: parentId, name, start_time: start, end_time: end } = document;
  if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id)) return 'id: 16 hexadecimal digits wanted';
  if (typeof traceId !== 'string' || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(traceId))
    return 'trace_id: 1-…-… wanted';
  if (typeof name !== 'string') return 'name is missing';
  if (typeof start !== 'number') return 'start_time is missing';
  return {
    id,
    traceId,
    name,
    start,
    parentId: typeof parentId === 'string' ? parentId : undefined,
    end: typeof end === 'number' ? end : undefined,
    isSubsegment: document['type'] === 'subsegment',
    hasError: document['error'] === true,
    hasFault: document['fault'] === true,
    hasThrottle: document['throttle'] === true,
    // It came out of JSON.
    document: document as JsonObject,
  };
}

/** Reads the text of a segment document. */
export function readSegmentText(text: string): Segment | string {
  return readSegment(parseJson(text));
}
