/** One call of an AWS operation by a function or a state machine. */
export interface Effect {
  readonly index: number;
  /** `ProcessPayment`, `OrderWorkflow` */
  readonly who: string;
  /** `dynamodb:PutItem` */
  readonly call: string;
  /** Epoch ms of the virtual clock. */
  readonly at: number;
  /** Commits of the store when it was called, and when it was answered. */
  readonly before: number;
  after?: number;
}
