import * as z from 'zod';

interface ApiError {
  readonly status: number;
  /** Who answers: our functions, or API Gateway before any function runs. */
  readonly from: 'function' | 'gateway' | 'both';
  readonly meaning: string;
}

/** Every error code of the API. docs/errors.md is compared with this table. */
export const apiErrors = {
  InvalidJSON: {
    status: 400,
    from: 'function',
    meaning:
      'The body is not JSON. Seldom seen: API Gateway reads the body first and answers `ValidationError` to one that it cannot parse.',
  },
  ValidationError: {
    status: 400,
    from: 'both',
    meaning:
      'The body is not a valid order. `details` names every fault; without `details` API Gateway answered: the body is not JSON, lacks `customerId` or `items`, or has a field of the wrong type.',
  },
  InvalidParameter: {
    status: 400,
    from: 'function',
    meaning: 'A query parameter or header is unknown, repeated, out of range or forged.',
  },
  Forbidden: {
    status: 403,
    from: 'gateway',
    meaning: 'The API key is missing or wrong, or there is no such route or method.',
  },
  NotFound: { status: 404, from: 'function', meaning: 'There is no such order.' },
  IdempotencyInProgress: {
    status: 409,
    from: 'function',
    meaning: 'The first request with this key has not been stored yet; try again.',
  },
  PayloadTooLarge: { status: 413, from: 'both', meaning: 'The body is larger than 256 KB.' },
  IdempotencyKeyReused: {
    status: 422,
    from: 'function',
    meaning: 'The key was used for another request within the last 24 hours.',
  },
  TooManyRequests: {
    status: 429,
    from: 'gateway',
    meaning: 'The rate or the quota of the key is exceeded; wait for `Retry-After` seconds.',
  },
  RequestRefused: {
    status: 400,
    from: 'gateway',
    meaning: 'API Gateway refused the request (any other 4xx status).',
  },
  InternalServerError: { status: 500, from: 'both', meaning: 'A fault of ours; give us the `requestId`.' },
  ServiceUnavailable: {
    status: 503,
    from: 'both',
    meaning:
      'A dependency is down. An order is not known to be made: try again after `Retry-After` seconds with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ApiError>;

export type ApiErrorCode = keyof typeof apiErrors;

export const errorDetailSchema = z.object({
  path: z.string().meta({ description: 'Where in the body: items[0].price' }),
  message: z.string(),
});

export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** The body of every error. */
export const errorBodySchema = z
  .object({
    error: z.string().meta({ description: 'A code of docs/errors.md' }),
    message: z.string(),
    requestId: z.string(),
    details: z.array(errorDetailSchema).optional(),
  })
  .meta({ id: 'Error' });

export type ErrorBody = z.infer<typeof errorBodySchema>;
