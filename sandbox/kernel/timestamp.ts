/** An instant in an answer: JSON protocols write it as epoch seconds, XML as ISO 8601, CBOR as tag 1. */
export class Timestamp {
  readonly ms: number;

  /** @param ms milliseconds since the epoch */
  constructor(ms: number) {
    this.ms = ms;
  }

  toJSON(): number {
    return this.ms / 1_000;
  }

  toString(): string {
    return new Date(this.ms).toISOString();
  }
}
