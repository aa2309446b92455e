import { StateError } from '../asl/errors.ts';
import type { Json } from '../../kernel/json.ts';

/** The largest input, output or result of a state, in bytes of UTF-8. */
export const largestPayload = 262_144;

/** JSON that is parsed and written at most once, however often it is passed on. Never changed. */
export class Document {
  #text: string | undefined;
  #value: Json | undefined;

  private constructor(text: string | undefined, value: Json | undefined) {
    this.#text = text;
    this.#value = value;
  }

  /** @param text valid JSON */
  static ofText(text: string): Document {
    return new Document(text, undefined);
  }

  static of(value: Json): Document {
    return new Document(undefined, value);
  }

  get text(): string {
    return (this.#text ??= JSON.stringify(this.#value));
  }

  get value(): Json {
    if (this.#value === undefined) this.#value = JSON.parse(this.#text ?? 'null') as Json; // JSON.parse gives Json
    return this.#value;
  }
}

/** Whether `text` is more than a state or an execution may carry. */
export function isTooLarge(text: string): boolean {
  return (
    text.length > largestPayload ||
    (text.length * 3 > largestPayload && Buffer.byteLength(text) > largestPayload)
  );
}

/** Throws the error that ends an execution whose state gives too much. */
export function checkSize(document: Document, state: string): Document {
  if (!isTooLarge(document.text)) return document;
  throw new StateError(
    'States.DataLimitExceeded',
    `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
