/** What a wire error carries besides its code and message. */
export interface AwsErrorOptions {
  /** HTTP status; 400 unless told. 5xx means that the SDK retries. */
  readonly status?: number;
  /** Further members of the error body, such as CancellationReasons. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The code of the older Query protocol, where it differs, e.g. AWS.SimpleQueueService.NonExistentQueue. */
  readonly queryCode?: string;
  readonly cause?: unknown;
}

/** A refusal as AWS would put it on the wire. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly queryCode: string;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
    this.queryCode = options.queryCode ?? code;
  }
}

/** The sandbox cannot start or go on: the message is one line that says what to do. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  /** What stood in the way, where somebody decides by it. */
  readonly reason: 'in-use' | 'foreign' | 'other';

  constructor(message: string, reason: SandboxError['reason'] = 'other') {
    super(message);
    this.reason = reason;
  }
}

/** A defect of the sandbox itself, never the user's fault. */
export class DefectError extends Error {
  override readonly name = 'DefectError';
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
