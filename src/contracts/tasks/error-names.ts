/** Business answers of the tasks: `Catch` matches them, no `Retry` does. */
export const businessErrorNames = [
  'OrderNotFound',
  'OrderAlreadyEnded',
  'OwnedByAnotherRun',
  'OrderFenced',
  'OrderAlreadyCompleted',
  'StockUnavailable',
  'PriceMismatch',
  'PaymentDeclined',
] as const;

/** Faults that may pass: `Retry` matches them; when retries run out, `Catch` leads to the fence. */
export const transientErrorNames = [
  'PaymentUnavailable',
  'PaymentOutcomeUnknown',
  'PaymentUnsettled',
  'DependencyUnavailable',
  'OutcomeUnknown',
  'WriteConflict',
] as const;

/** Faults that will not pass: neither input nor time helps; `States.ALL` catches them. */
export const permanentErrorNames = [
  'InvalidTaskInput',
  'CorruptRecord',
  'ImpossibleState',
  'StockRowChanged',
  'MoneyError',
  'OrderNotFenced',
] as const;

export type WorkflowErrorName =
  | (typeof businessErrorNames)[number]
  | (typeof transientErrorNames)[number]
  | (typeof permanentErrorNames)[number];

/**
 * Which names each task throws on purpose, beside the faults that any of them may meet. The workflow's `Catch`
 * clauses are compared with this.
 */
export const taskErrorNames = {
  'validate-order': [
    'OrderNotFound',
    'OrderAlreadyEnded',
    'OwnedByAnotherRun',
    'OrderFenced',
    'StockUnavailable',
    'PriceMismatch',
  ],
  'process-payment': [
    'OrderNotFound',
    'OrderAlreadyEnded',
    'OwnedByAnotherRun',
    'OrderFenced',
    'PaymentDeclined',
    'PaymentUnavailable',
    'PaymentOutcomeUnknown',
  ],
  'update-inventory': [
    'OrderNotFound',
    'OrderAlreadyEnded',
    'OwnedByAnotherRun',
    'OrderFenced',
    'PaymentUnsettled',
  ],
  'fence-order': ['OrderNotFound', 'OrderAlreadyEnded', 'OwnedByAnotherRun', 'OrderAlreadyCompleted'],
  'refund-payment': [
    'OrderNotFound',
    'OrderAlreadyEnded',
    'OwnedByAnotherRun',
    'OrderNotFenced',
    'PaymentUnavailable',
    'PaymentOutcomeUnknown',
  ],
  'fail-order': [
    'OrderNotFound',
    'OrderAlreadyEnded',
    'OwnedByAnotherRun',
    'OrderNotFenced',
    'PaymentUnsettled',
  ],
} as const satisfies Record<string, readonly WorkflowErrorName[]>;
