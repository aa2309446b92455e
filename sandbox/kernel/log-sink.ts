/** One line of a log. */
export interface LogMessage {
  /** Epoch ms. */
  readonly at: number;
  readonly message: string;
}

/** Lines for one stream of one log group. */
export interface LogEntry {
  readonly group: string;
  readonly stream: string;
  readonly messages: readonly LogMessage[];
}

/** Where rooms write their logs; called inside a transaction. A group or stream that is missing is made. */
export interface LogSink {
  write(entry: LogEntry): void;
}
