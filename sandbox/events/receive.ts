import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { Delivery } from '../kernel/service.ts';
import { busName, busNotFound } from './bus-store.ts';
import { publish } from './dispatch.ts';
import { eventOf } from './event.ts';
import type { Retries } from './retry.ts';

const parse = inputOf(
  z.object({
    source: z.string().min(1),
    'detail-type': z.string().min(1),
    resources: z.array(z.string()).default([]),
    detail: z.record(z.string(), z.json()),
    // Whole events, as rules with a bus as target send them on, keep who and when they are.
    id: z.string().optional(),
    time: z.iso.datetime({ offset: true }).optional(),
    account: z.string().optional(),
    region: z.string().optional(),
  }),
);

/**
 * Deliveries to a bus: the body is JSON `{ source, "detail-type", detail: {…}, resources?: […], id?, time?, account?,
 * region? }`; what is missing of id, time, account and region is made. Services may use `aws.…` as source here.
 */
export function receiver(retries: Retries): (delivery: Delivery) => void {
  const { ground, buses } = retries.room;
  return ({ target, body, caller, traceHeader }) => {
    const bus = busName(target);
    if (!buses.exists(bus)) throw busNotFound(bus);
    const json = parseJson(body);
    const given = parse(isObject(json) ? json : {});
    const made = eventOf(ground, {
      ...given,
      at: given.time === undefined ? undefined : new Date(given.time).getTime(),
    });
    const { id = made.id, account = made.account, region = made.region } = given;
    publish(retries, bus, {
      event: { ...made, id, account, region },
      traceHeader,
      fromRule: /^arn:[^:]*:events:[^:]*:[^:]*:rule\//.test(caller.sourceArn ?? ''),
    });
  };
}
