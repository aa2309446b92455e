import type { Interceptor } from './cloud.ts';
import type { Connection } from './connection-file.ts';
import type { Clock } from './kernel/clock.ts';
import type { FunctionLoader } from './lambda/realm/function-loader.ts';
import type { Disorder } from './sqs/disorder.ts';
import type { InProcessClientConfig } from './wire/client-config.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';

/** How a sandbox is started. */
export interface StartOptions extends Behaviour {
  /** Path of the SAM template. */
  readonly template: string;
  readonly stackName: string;
  /** Template parameters by name; the others take their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** 0 takes any free port; without it there is no socket, and `api` is the way in. */
  readonly apiPort?: number;
  /** 0 takes any free port; without it there is no socket, and `clientConfig` is the way in. */
  readonly awsPort?: number;
  /** Where everything is stored; without it the store is in memory. */
  readonly directory?: string;
  /** In memory: what another sandbox had stored, as its `image` says. */
  readonly image?: Uint8Array;
  /** Forgets what is stored, then starts. */
  readonly reset?: boolean;
  /** Ids, jitter, delivery order; the same seed on the same data repeats them. */
  readonly seed?: number | undefined;
  readonly region?: string;
  /** FULL (default) survives power loss; NORMAL survives the death of the process and is faster. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/** How the services behave where AWS leaves it open, and how functions are run: for tests. */
export interface Behaviour {
  /** The machine's unless told; `virtualClock()` for a run whose timers jump. */
  readonly clock?: Clock;
  /**
   * `workers` (default): threads of their own. `in-realm`: in this very realm, one at a time, which needs a virtual
   * clock and gives the same run for the same template, requests and seed.
   */
  readonly functions?: 'workers' | 'in-realm';
  /** In-realm: where the functions' code comes from; their built bundles unless told. */
  readonly loadFunction?: FunctionLoader;
  /** In-realm: a function that ran out of time goes on instead of being cut off. */
  readonly outlivesTimeout?: boolean;
  /** In-realm: the clocks of functions differ from the sandbox's by up to this much, either way. */
  readonly clockSkewMs?: number;
  /** Queues deliver twice, or out of order. */
  readonly disorder?: Disorder;
  /** Global indexes follow their tables after this long. */
  readonly indexLagMs?: number;
  /** Sees every call of an AWS operation and may stand in its way. */
  readonly intercept?: Interceptor;
  /** Told of every commit before anybody else learns of it: what `image` gives then is what a kill would leave. */
  readonly onCommit?: () => void;
  /** Takes faults that no caller waits for; they are printed unless told. */
  readonly report?: (where: string, thrown: unknown) => void;
}

/** A running sandbox. */
export interface Sandbox {
  readonly connection: Connection;
  /** Settings for AWS SDK v3 clients of the same process: no socket, no signature. */
  readonly clientConfig: InProcessClientConfig;
  /** Answers a request of the REST API without a socket; the path begins with the stage: `/prod/links`. */
  readonly api: (request: WireRequest) => Promise<WireResponse>;
  /** Answers a request of the AWS endpoint without a socket, the mailbox's route included. */
  readonly aws: (request: WireRequest) => Promise<WireResponse>;
  /** Everything that is committed, for `start({ image })`; the same bytes for the same run. */
  readonly image: () => Uint8Array;
  /** For tests: from now on the store can grow no more, as on a full disk; or, with `false`, again. */
  readonly fillDisk: (isFull: boolean) => void;
  /** Takes no new work, lets what runs end, stores the rest for the next start. */
  readonly stop: () => Promise<void>;
  /** Ends at once, as `kill -9` does: what is not committed is lost and nothing more happens. Needs a virtual clock. */
  readonly abandon: () => void;
}
