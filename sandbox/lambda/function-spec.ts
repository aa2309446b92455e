/** A function, as its row keeps it. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** Absolute path of the built bundle's directory. */
  readonly codeDirectory: string;
  /** `app.handler` */
  readonly handler: string;
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
  /** ARN of the role whose rights the function's calls have. */
  readonly role: string;
  readonly tracing: 'Active' | 'PassThrough';
  readonly logGroup: string;
  /** Invocations at a time, above which callers are refused; absent: unreserved. */
  readonly reservedConcurrency?: number | undefined;
  /** Queue or topic that gets the events of asynchronous invocations that were given up. */
  readonly deadLetterTarget?: string | undefined;
}

/** A function with what the store adds. */
export interface StoredFunction extends FunctionSpec {
  /** Changes with every change of the function. */
  readonly revision: number;
}

/** How asynchronous invocations of a function are tried and what follows them. */
export interface EventInvokeConfig {
  /** Retries after the first attempt, 0 to 2. */
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
}

/** What AWS does where nothing was configured. */
export const defaultEventInvokeConfig: EventInvokeConfig = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
};
