import type { LogSink } from '../kernel/log-sink.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Caller } from '../kernel/operation.ts';
import type { QueueSource } from '../kernel/queue-source.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { StreamSource } from '../kernel/stream-source.ts';
import type { TraceSink } from '../kernel/trace-sink.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';
import type { RealmOptions } from './realm/realm-options.ts';

/** Keys that a function signs with, as AWS gives them to a role's session. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What the room is handed besides the ground. */
export interface LambdaDependencies {
  /** Answers the AWS calls of functions: the hub's wire handler. */
  readonly handle: (request: WireRequest, caller: Caller) => Promise<WireResponse>;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly traces?: TraceSink;
  readonly queues?: QueueSource;
  readonly streams?: StreamSource;
  /** Judges the resource policies of functions; without it they are kept and not asked. */
  readonly decideByResource?: DecideByResource;
  /** Keys of a role's session, for clients that do not use the in-process transport. */
  readonly credentialsFor?: (roleArn: string, functionArn: string) => FunctionCredentials;
  /** Directory for compiled code, which makes later worker starts cheaper. */
  readonly compileCache?: string;
  /** Runs functions in the sandbox's own realm, on a virtual clock; without it each has worker threads. */
  readonly realm?: RealmOptions;
}
