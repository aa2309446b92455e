import * as z from 'zod';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { KeyStore, PlanRow, PlanSettings } from '../key-store.ts';
import { listing, mayGet, reads } from './reading.ts';

const parseList = reads({ ...listing, keyId: z.string().optional() });
const parseOne = reads({ usagePlanId: z.string() });
const parseKeys = reads({ ...listing, usagePlanId: z.string(), name: z.string().default('') });

/** GetUsagePlans, of one key where that is asked. */
export function getUsagePlans(keys: KeyStore): Operation {
  return operation({
    name: 'GetUsagePlans',
    kind: 'read',
    parse: parseList,
    permissions: (_input, place) => mayGet(place, '/usageplans'),
    run: (input) => ({
      item: keys
        .plans()
        .filter(
          ({ id }) => input.keyId === undefined || keys.keysOf(id).some((key) => key.id === input.keyId),
        )
        .map(planShape),
    }),
  });
}

/** GetUsagePlan. */
export function getUsagePlan(keys: KeyStore): Operation {
  return operation({
    name: 'GetUsagePlan',
    kind: 'read',
    parse: parseOne,
    permissions: (input, place) => mayGet(place, `/usageplans/${input.usagePlanId}`),
    run: (input) => planShape(keys.plan(input.usagePlanId)),
  });
}

/** GetUsagePlanKeys. */
export function getUsagePlanKeys(keys: KeyStore): Operation {
  return operation({
    name: 'GetUsagePlanKeys',
    kind: 'read',
    parse: parseKeys,
    permissions: (input, place) => mayGet(place, `/usageplans/${input.usagePlanId}/keys`),
    run: (input) => ({
      item: keys
        .keysOf(keys.plan(input.usagePlanId).id)
        .filter(({ name }) => name.startsWith(input.name))
        .map(({ id, name }) => ({ id, name, type: 'API_KEY' })),
    }),
  });
}

function planShape(plan: PlanRow): Readonly<Record<string, unknown>> {
  // The column holds what this room wrote.
  const { stages, throttle, quota } = JSON.parse(plan.settings) as PlanSettings;
  return {
    id: plan.id,
    name: plan.name,
    ...(plan.description === '' ? {} : { description: plan.description }),
    apiStages: stages,
    ...(throttle === undefined
      ? {}
      : { throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst } }),
    ...(quota === undefined ? {} : { quota: { ...quota, offset: 0 } }),
  };
}
