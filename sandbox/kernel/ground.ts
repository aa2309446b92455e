import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Caller, Permission } from './operation.ts';
import type { Place } from './place.ts';
import type { Random } from './random.ts';
import type { Delivery } from './service.ts';

/** One call of an AWS operation from inside the sandbox. */
export interface InternalCall {
  /** Service name as in IAM actions: `dynamodb`, `sns`. */
  readonly service: string;
  /** `PutItem`, `Publish`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly traceHeader?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What every room of the sandbox is handed: no room reads a clock, rolls dice, opens a file or knows another room's
 * tables by itself. Rooms reach each other by `deliver` and `call`, as AWS services do.
 */
export interface Ground {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  /** URL of the AWS endpoint, without a trailing slash; queue URLs begin with it. */
  readonly endpoint: () => string;
  /** Hands a message to what stands behind an ARN, inside the open transaction. */
  readonly deliver: (delivery: Delivery) => void;
  /** Calls an operation as an SDK client would: own transaction, own permission check. Throws AwsError. */
  readonly call: (call: InternalCall) => Promise<unknown>;
  /** Throws AccessDenied where `caller` lacks one of `permissions`. */
  readonly authorize: (caller: Caller, permissions: readonly Permission[]) => void;
  /** Whether a role lets a service (`states.amazonaws.com`) act with it; without an IAM room every role does. */
  readonly trusts: (roleArn: string, service: string) => boolean;
  /** Reports a fault that no caller waits for, so that it is seen and not swallowed. */
  readonly report: (where: string, thrown: unknown) => void;
}
