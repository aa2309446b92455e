import type { ApiErrorCode } from '../../src/contracts/api/api-errors.ts';
import type { ApiRequest } from './api-sender.ts';

/** One request and what must come of it. */
export interface InputCase {
  readonly name: string;
  readonly request: ApiRequest;
  readonly expected: Expected;
}

export interface Expected {
  readonly status: number;
  readonly error?: ApiErrorCode;
  /** Where in the body the fault is: one of the details names it. */
  readonly path?: string;
}

/** A line that every rule accepts; its product is untracked, so any number of orders may name it. */
export const line = { productId: 'P-1', quantity: 2, price: 29.99 };

/** A body that every rule accepts, with some fields replaced. */
export const order = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  customerId: 'CUST-1',
  items: [line],
  ...fields,
});

export const address = {
  street: '123 Main St',
  city: 'New York',
  state: 'NY',
  zipCode: '10001',
  country: 'USA',
};

/** `POST /orders`; a body that is no text is sent as JSON. */
export const posting = (name: string, body: unknown, expected: Expected): InputCase => ({
  name,
  request: {
    method: 'POST',
    path: '/orders',
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  },
  expected,
});

export const getting = (name: string, path: string, expected: Expected): InputCase => ({
  name,
  request: { path },
  expected,
});

export const accepted: Expected = { status: 201 };
export const found: Expected = { status: 200 };
/** Refused by API Gateway, which sees the body first and gives no details. */
export const notAnOrder: Expected = { status: 400, error: 'ValidationError' };
export const invalidParameter: Expected = { status: 400, error: 'InvalidParameter' };
export const forbidden: Expected = { status: 403, error: 'Forbidden' };
export const notFound: Expected = { status: 404, error: 'NotFound' };
export const tooLarge: Expected = { status: 413, error: 'PayloadTooLarge' };

/** Refused by the function, which names the place. */
export const invalid = (path: string): Expected => ({ status: 400, error: 'ValidationError', path });
