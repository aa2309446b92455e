/** One change of a table, in the order of its stream. */
export interface StreamRecord {
  /** Digits; compared by length, then by text. */
  readonly sequenceNumber: string;
  /** Epoch ms of the change, for the age limits of readers. */
  readonly createdAt: number;
  /** JSON text of the record exactly as Lambda and Pipes get it: eventID, eventName, eventSource, dynamodb, eventSourceARN… */
  readonly text: string;
}

/** What a reader asks of a stream. */
export interface StreamRead {
  readonly streamArn: string;
  /** Records after this sequence number; without it from the oldest one kept (TRIM_HORIZON). */
  readonly after?: string;
  readonly limit: number;
}

/** A table's stream as the sandbox's own readers see it (event source mappings, pipes): one shard, committed records. */
export interface StreamSource {
  /** At once, inside or outside a transaction. Throws where the stream is unknown. */
  read(read: StreamRead): readonly StreamRecord[];
  /** Sequence number of the newest record (LATEST starts after it); undefined while the stream is empty. */
  latest(streamArn: string): string | undefined;
  /** Calls `listener` after each commit that added records; returns the way to stop listening. */
  onRecord(streamArn: string, listener: () => void): () => void;
}
