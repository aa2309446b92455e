import type { Place } from './place.ts';

/** Who makes a call. */
export interface Caller {
  /** ARN of a role, of the account's root, or a service principal such as `events.amazonaws.com`. */
  readonly principal: string;
  /** The resource on whose behalf a service principal acts (aws:SourceArn). */
  readonly sourceArn?: string;
}

/** One thing that the caller must be allowed to do. */
export interface Permission {
  /** `service:Action` as IAM spells it. */
  readonly action: string;
  /** ARN, or `*` where the action knows no resource. */
  readonly resource: string;
  /** Values of the service's own condition keys, such as `cloudwatch:namespace`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What an operation learns about the call besides its input. */
export interface CallContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** The X-Amzn-Trace-Id of the call, if any. */
  readonly traceHeader?: string | undefined;
  /** Aborted when the client went away: an abandoned long poll must not swallow a message. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * How an operation meets the store: `read` runs at once on committed state, `write` runs synchronously inside one
 * transaction and is answered after its commit, `async` opens transactions of its own (long polls, invocations).
 */
export type OperationKind = 'read' | 'write' | 'async';

/** One AWS operation, as its file declares it. */
export interface OperationSpec<Input> {
  readonly name: string;
  readonly kind: OperationKind;
  /** Validates the raw members; throws AwsError. */
  readonly parse: (raw: Readonly<Record<string, unknown>>) => Input;
  /** What the caller needs; empty for operations that IAM does not guard. */
  readonly permissions: (input: Input, place: Place) => readonly Permission[];
  /** Must be synchronous for `read` and `write`. Throws AwsError to refuse. */
  readonly run: (input: Input, call: CallContext) => unknown;
}

/** An operation with its input type closed over, so that operations of all kinds fit one list. */
export interface Operation {
  readonly name: string;
  readonly kind: OperationKind;
  readonly prepare: (raw: Readonly<Record<string, unknown>>) => PreparedCall;
}

/** A call whose input is valid. */
export interface PreparedCall {
  readonly permissions: (place: Place) => readonly Permission[];
  readonly run: (call: CallContext) => unknown;
}

/** Declares one AWS operation. */
export function operation<Input>(spec: OperationSpec<Input>): Operation {
  return {
    name: spec.name,
    kind: spec.kind,
    prepare: (raw) => {
      const input = spec.parse(raw);
      return {
        permissions: (place) => spec.permissions(input, place),
        run: (call) => spec.run(input, call),
      };
    },
  };
}
