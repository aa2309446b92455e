import type { JsonObject } from './json.ts';

/** Where rooms put their X-Ray segment documents (id, trace_id, name, start_time, end_time…); called inside a transaction. */
export interface TraceSink {
  put(segment: JsonObject): void;
}
