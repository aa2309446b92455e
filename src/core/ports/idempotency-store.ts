/** What a first request with an idempotency key left behind. */
export interface IdempotencyRecord {
  /** Caller and key; the same key of another caller is another id. */
  readonly id: string;
  /** Digest of the request's meaning. */
  readonly requestHash: string;
  /** The answer as it was given, byte for byte. */
  readonly response: StoredResponse;
  /** Epoch seconds of the request. */
  readonly storedAt: number;
  /** Epoch seconds; from then on the record counts as absent, deleted or not. */
  readonly expiresAt: number;
}

export interface StoredResponse {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads records of idempotency keys; they are written by `OrderStore.place`, in one transaction with the order. */
export interface IdempotencyStore {
  /** Consistent; returns an expired record too, since only the caller knows the time. */
  find(id: string): Promise<IdempotencyRecord | undefined>;
}
