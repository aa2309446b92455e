import type { Clock } from './kernel/clock.ts';
import { AwsError, DefectError } from './kernel/errors.ts';
import type { Ground, InternalCall } from './kernel/ground.ts';
import { JsonText } from './kernel/json-text.ts';
import { parseJson } from './kernel/json.ts';
import type { Caller, Permission } from './kernel/operation.ts';
import { arn, parseArn } from './kernel/place.ts';
import type { Place } from './kernel/place.ts';
import type { Random } from './kernel/random.ts';
import type { Delivery, Service } from './kernel/service.ts';
import type { Store } from './store/store.ts';
import { createWire } from './wire/wire.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';

/** What the hub needs from outside. */
export interface CloudOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  /** URL of the AWS endpoint; asked at each use, because a free port is known only after listening. */
  readonly endpoint: () => string;
  readonly report: (where: string, thrown: unknown) => void;
  /** Makes the rooms, in the order in which they start; they are stopped in reverse. */
  readonly rooms: (ground: Ground) => readonly Service[];
  /** Throws AccessDenied; without it everybody may do everything. */
  readonly authorize?: (caller: Caller, permissions: readonly Permission[]) => void;
  /** Whether a role trusts a service; without it every role trusts every service. */
  readonly trusts?: Ground['trusts'];
  /** Sees every call of an operation and may stand in its way: `proceed` carries it out. */
  readonly intercept?: Interceptor | undefined;
  /** Who an access key id belongs to; without it every key is the account's root. */
  readonly identify?: (accessKeyId: string | undefined, sessionToken?: string) => Caller;
}

/** Stands between callers and operations; answers or throws in place of the operation. */
export type Interceptor = (call: InternalCall, proceed: () => Promise<unknown>) => Promise<unknown>;

/** The services of the sandbox behind one door. */
export interface Cloud {
  readonly ground: Ground;
  readonly services: readonly Service[];
  /** Answers a request of any AWS wire protocol; never throws. `caller` replaces what the signature says. */
  readonly handle: (request: WireRequest, caller?: Caller) => Promise<WireResponse>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** The account's root user: allowed everything. */
export function rootOf(place: Place): Caller {
  return { principal: arn({ ...place, region: '' }, 'iam', 'root') };
}

/** Joins the rooms: calls find their operation, deliveries find their target, every call is authorized. */
export function createCloud(options: CloudOptions): Cloud {
  const { store, random, place } = options;
  const byName = new Map<string, Service>();

  const callOperation = (call: InternalCall, requestId: string): Promise<unknown> =>
    options.intercept === undefined
      ? carryOut(call, requestId)
      : options.intercept(call, () => carryOut(call, requestId));

  const carryOut = async (call: InternalCall, requestId: string): Promise<unknown> => {
    const service = byName.get(call.service);
    const operation = service?.operations.find((candidate) => candidate.name === call.operation);
    if (service === undefined || operation === undefined) throw unknownOperation(call, service);
    const prepared = operation.prepare(call.input);
    options.authorize?.(call.caller, prepared.permissions(place));
    const { caller, traceHeader, signal } = call;
    const run = (): unknown => prepared.run({ caller, requestId, traceHeader, signal });
    switch (operation.kind) {
      case 'read':
        return store.read(run);
      case 'write':
        return store.write(run);
      case 'async':
        return run();
    }
  };

  const ground: Ground = {
    ...options,
    authorize: options.authorize ?? (() => undefined),
    trusts: options.trusts ?? (() => true),
    call: async (call) => {
      const output = await callOperation(call, random.uuid());
      return output instanceof JsonText ? parseJson(output.text) : output;
    },
    deliver: (delivery) => {
      serviceOf(byName, delivery).receive?.(delivery);
    },
  };
  const services = options.rooms(ground);
  for (const service of services) {
    if (byName.has(service.name)) throw new DefectError(`two rooms are called ${service.name}`);
    byName.set(service.name, service);
  }
  const wire = createWire({
    services,
    newRequestId: () => random.uuid(),
    identify: options.identify ?? (() => rootOf(place)),
    call: callOperation,
    report: options.report,
  });

  return {
    ground,
    services,
    handle: wire,
    start: () => {
      for (const service of services) service.start?.();
    },
    stop: async () => {
      for (const service of [...services].reverse()) await service.stop?.();
    },
  };
}

function serviceOf(byName: ReadonlyMap<string, Service>, { target }: Delivery): Service {
  const service = byName.get(parseArn(target)?.service ?? '');
  if (service?.receive === undefined) {
    throw new AwsError('InvalidParameterValue', `The sandbox delivers nothing to ${target}.`);
  }
  return service;
}

function unknownOperation(call: InternalCall, service: Service | undefined): AwsError {
  const refused =
    service === undefined
      ? `The sandbox has no service ${call.service}`
      : `The sandbox does not support ${call.service}:${call.operation}`;
  const message = `${refused}; see docs/sandbox.md for what it does.`;
  return new AwsError('UnknownOperationException', message, { queryCode: 'InvalidAction' });
}
