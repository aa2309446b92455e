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

/** `arn:aws:iam::000000000000:role/order-processing-ProcessPaymentRole` → `ProcessPayment`; the tests' own calls are no effects. */
export function callerName(principal: string, stackName: string): string | undefined {
  return new RegExp(`:role/${stackName}-(\\w+?)(Role)?$`).exec(principal)?.[1];
}
