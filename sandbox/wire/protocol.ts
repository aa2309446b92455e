import type { AwsError } from '../kernel/errors.ts';
import type { WireRequest, WireResponse } from './http.ts';

/** A request that a protocol has understood, with the way back. */
export interface DecodedCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly encode: (output: unknown, requestId: string) => WireResponse;
  readonly encodeError: (error: AwsError, requestId: string) => WireResponse;
}

/** One of the AWS wire protocols: recognises its own requests, leaves others alone. */
export interface Protocol {
  /** Undefined where the request is not of this protocol; throws AwsError where it is, but malformed. */
  readonly decode: (request: WireRequest) => DecodedCall | undefined;
}
