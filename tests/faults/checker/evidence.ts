/** One attribute map of a table, or one JSON object of an answer. */
export type Item = Readonly<Record<string, unknown>>;

/** One answer that a client got. */
export interface ClientAnswer {
  readonly status: number;
  readonly body: string;
  readonly isReplay: boolean;
}

/** One order that a client wanted, with everything that it was told. */
export interface ClientRequest {
  /** The order's customerId: every request has its own, so that its orders can be found. */
  readonly customerId: string;
  readonly idempotencyKey?: string;
  readonly order: Item;
  /** Attempts, in order; undefined where no answer came. */
  readonly answers: readonly (ClientAnswer | undefined)[];
}

/** One change of an order's status, as the table's stream tells it. */
export interface StatusChange {
  readonly orderId: string;
  /** Absent for a new order. */
  readonly from?: string;
  readonly to: string;
}

/** A message that reached the mailbox. */
export interface Letter {
  readonly channel: string;
  readonly to: readonly string[];
  readonly subject: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What independent witnesses say once everything has settled: the client's own log, the payment provider's ledger, the
 * stock table, the mailbox, the stream. Never the system's own counters.
 */
export interface Evidence {
  readonly requests: readonly ClientRequest[];
  /** `GET /orders/{id}` for every accepted order: status and body. */
  readonly reads: ReadonlyMap<string, ClientAnswer>;
  /** Answers of `GET /orders/{id}` right after the 201, where the client looked. */
  readonly readsAtOnce: ReadonlyMap<string, ClientAnswer>;
  /** Ids of `GET /orders`, over every page, in order. */
  readonly listed: readonly string[];
  /** Rows of the orders table. */
  readonly orders: readonly Item[];
  /** Rows of the simulated provider's ledger: `paymentKey`, `kind`, `amountMinor`. */
  readonly provider: readonly Item[];
  /** Rows of the stock table at the beginning, and at every later look. */
  readonly stockBefore: readonly Item[];
  readonly stockSeen: readonly (readonly Item[])[];
  readonly history: readonly StatusChange[];
  readonly letters: readonly Letter[];
  /** Bodies of the messages in the dead-letter queues, by queue. */
  readonly deadLetters: Readonly<Record<string, readonly string[]>>;
  /** Text that must appear in no log, and the logs' text; left out where nobody looked. */
  readonly logs?: { readonly canaries: readonly string[]; readonly text: string };
  /** What was done to the system. */
  readonly trouble: Trouble;
}

/** What was done to the system; whoever does it writes it down here. */
export interface Trouble {
  /** Times that the process died. */
  crashes: number;
  /** Whether calls failed or lost their answers. */
  hasFaults: boolean;
  /** Bodies of messages that nobody can handle, by the queue that they end in. */
  poison: Record<string, readonly string[]>;
  /** Whether messages were lost for good, so that only the reconciler can know of their orders. */
  hasLostMessages: boolean;
  /** When the last trouble was over (epoch ms). */
  endedAt: number;
  /** By how much the clocks of functions are off, either way. */
  clockSkewMs: number;
  /** Sends of mails that were cut off: each may be made good by a second one. */
  cutOffMails: number;
}

/** A promise that was not kept. */
export interface Violation {
  /** `I4` */
  readonly invariant: string;
  readonly message: string;
}
