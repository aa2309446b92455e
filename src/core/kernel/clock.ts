import type { Brand } from './brand.ts';

/** An instant as ISO 8601 in UTC with milliseconds: `2026-01-15T10:30:00.000Z`. Sorts as text. */
export type Timestamp = Brand<string, 'Timestamp'>;

/** The only source of time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The timestamp of an instant given in milliseconds since the epoch. */
export function timestampAt(epochMs: number): Timestamp {
  // The one place that makes timestamps out of a clock.
  return new Date(epochMs).toISOString() as Timestamp;
}

/** Takes over a timestamp that was stored or sent by somebody who is trusted to have made it. */
export function timestampFrom(text: string): Timestamp {
  // A creation time typed in by hand (StartExecution) may have any form; it then simply matches no order.
  return text as Timestamp;
}

/** Whole seconds since the epoch, as DynamoDB's TTL wants them. */
export function epochSecondsAt(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
