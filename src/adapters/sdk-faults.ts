import { DependencyUnavailableError, OutcomeUnknownError } from '../core/kernel/faults.ts';

const throttlingNames = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
]);

/** Failures to connect at all: the request was never sent. */
const neverSentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

interface SdkError {
  readonly name: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** Awaits a read: a service that is down or throttles becomes a fault to retry; anything else stays what it was. */
export async function reading<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw isTransient(error) ? new DependencyUnavailableError(reasonOf(error), { cause: error }) : error;
  }
}

/**
 * Awaits a write. A fault says whether it may have happened: a first attempt that was refused or never sent has not;
 * a lost answer, or anything after a repeated attempt, may have.
 */
export async function writing<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (!isTransient(error)) throw error;
    const attempts = sdkError(error).$metadata?.attempts ?? 1;
    const isKnown = attempts === 1 && (isThrottled(error) || isNeverSent(error));
    const Kind = isKnown ? DependencyUnavailableError : OutcomeUnknownError;
    throw new Kind(reasonOf(error), { cause: error });
  }
}

/** Throttles, 5xx and everything that never became an answer; not 4xx, which trying again cannot help. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = sdkError(error).$metadata?.httpStatusCode;
  return (
    isThrottled(error) ||
    error.name === 'TransactionInProgressException' ||
    status === undefined ||
    status >= 500
  );
}

const isThrottled = (error: unknown): boolean => throttlingNames.has(nameOf(error));

const isNeverSent = (error: unknown): boolean => neverSentCodes.has(String(sdkError(error).code));

const nameOf = (error: unknown): string => sdkError(error).name;

/** Names the trouble for the log: a socket's errors are all called "Error", but have codes. */
const reasonOf = (error: unknown): string => `${nameOf(error)} ${String(sdkError(error).code ?? '')}`.trim();

// What the SDK attaches to its errors; every field is optional and compared before it is used.
const sdkError = (error: unknown): SdkError => error as SdkError;
