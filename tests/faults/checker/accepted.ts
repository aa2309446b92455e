import type { Evidence, Item } from './evidence.ts';

/** An order whose 201 reached its client. */
export interface Accepted {
  readonly orderId: string;
  readonly customerId: string;
  /** What was asked for. */
  readonly order: Item;
  /** The body of the 201. */
  readonly body: Item;
}

/** Every order that a client was promised, once, in the order of the promises. */
export function acceptedOrders({ requests }: Evidence): readonly Accepted[] {
  const found = new Map<string, Accepted>();
  for (const { customerId, order, answers } of requests) {
    for (const answer of answers) {
      if (answer?.status !== 201) continue;
      const body = objectOf(answer.body);
      const orderId = String(body['orderId']);
      if (!found.has(orderId)) found.set(orderId, { orderId, customerId, order, body });
    }
  }
  return [...found.values()];
}

/** A JSON object; anything else is an empty one, which no check is content with. */
export function objectOf(text: string): Item {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Item) : {}; // every member is unknown
  } catch {
    return {};
  }
}

/** Minor units of a decimal amount. */
export const minorOf = (amount: unknown): number => Math.round(Number(amount) * 100);

/** Whether an order moves no more. */
export const isEnded = (status: unknown): boolean => status === 'COMPLETED' || status === 'FAILED';
