import type { Ground } from '../kernel/ground.ts';
import type { JsonObject } from '../kernel/json.ts';

/** An event as rules see it and targets get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 without fractions. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** What a source says about an event; the rest is made here. */
export interface EventSeed extends Pick<BusEvent, 'detail-type' | 'source' | 'resources' | 'detail'> {
  /** Epoch ms; now without it. */
  readonly at?: number | undefined;
}

/** Completes an event with its id, time, account and region. */
export function eventOf({ clock, random, place }: Ground, seed: EventSeed): BusEvent {
  return {
    version: '0',
    id: random.uuid(),
    'detail-type': seed['detail-type'],
    source: seed.source,
    account: place.accountId,
    time: isoSeconds(seed.at ?? clock.now()),
    region: place.region,
    resources: seed.resources,
    detail: seed.detail,
  };
}

/** `2024-01-15T10:30:00Z`. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
