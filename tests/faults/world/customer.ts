import type { ClientAnswer, ClientRequest, Item } from '../checker/evidence.ts';
import { objectOf } from '../checker/accepted.ts';
import type { World } from './world.ts';

/** What a customer wants. */
export interface Wish {
  readonly order: Item;
  /** Without a key nobody dares to ask twice. */
  readonly idempotencyKey?: string;
}

/** Where customers stood at a moment. */
export interface CustomersThen {
  readonly requests: readonly {
    readonly wish: Wish;
    readonly answers: readonly (ClientAnswer | undefined)[];
  }[];
}

/** Waits before asking again: nobody answered, or said that it may be tried again. */
const patienceMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** Those who order, and everything that they were told. */
export class Customers {
  readonly requests: ClientRequest[] = [];
  readonly readsAtOnce = new Map<string, ClientAnswer>();
  /** Customers who still wait for an answer. */
  waiting = 0;
  readonly #world: World;
  readonly #placed: { readonly wish: Wish; readonly answers: (ClientAnswer | undefined)[] }[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Where everybody stands now. */
  then(): CustomersThen {
    return { requests: this.#placed.map(({ wish, answers }) => ({ wish, answers: [...answers] })) };
  }

  /** Goes on from where customers of another world stood when it died: who had no answer asks again. */
  resume({ requests }: CustomersThen): void {
    for (const { wish, answers } of requests) {
      if (isFinal(answers.at(-1))) this.#note(wish, answers);
      else void this.place(wish, [...answers, undefined]);
    }
  }

  /** Asks for an order, with a key until there is an answer; resolves with the last answer. */
  async place(
    wish: Wish,
    earlier: CustomersThen['requests'][number]['answers'] = [],
  ): Promise<ClientAnswer | undefined> {
    const { order, idempotencyKey } = wish;
    const answers = this.#note(wish, earlier);
    const mayAsk = earlier.length === 0 || idempotencyKey !== undefined;
    if (!mayAsk) return undefined;
    this.waiting += 1;
    try {
      for (const delayMs of [0, ...(idempotencyKey === undefined ? [] : patienceMs)]) {
        if (delayMs > 0) await this.#wait(delayMs);
        const answer = await this.#post(order, idempotencyKey);
        answers.push(answer);
        if (isFinal(answer)) break;
      }
    } finally {
      this.waiting -= 1;
    }
    const last = answers.at(-1);
    if (last?.status === 201) await this.#look(String(objectOf(last.body)['orderId']));
    return last;
  }

  #note(wish: Wish, earlier: readonly (ClientAnswer | undefined)[]): (ClientAnswer | undefined)[] {
    const { order, idempotencyKey } = wish;
    const answers = [...earlier];
    const customerId = String(order['customerId']);
    this.#placed.push({ wish, answers });
    this.requests.push({
      customerId,
      order,
      answers,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return answers;
  }

  async #post(order: Item, key: string | undefined): Promise<ClientAnswer | undefined> {
    const response = await this.#world.request('POST', '/orders', {
      body: JSON.stringify(order),
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
    return answerOf(response);
  }

  /** A client that was told of its order looks at it. */
  async #look(orderId: string): Promise<void> {
    const answer = answerOf(await this.#world.request('GET', `/orders/${orderId}`));
    // No answer, or none for now, says nothing about the order.
    if (answer !== undefined && answer.status < 500) this.readsAtOnce.set(orderId, answer);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#world.clock.after(ms, resolve));
  }
}

/** Whether there is no point in asking again. */
const isFinal = (answer: ClientAnswer | undefined): boolean =>
  answer !== undefined && answer.status < 500 && answer.status !== 409 && answer.status !== 429;

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | string;
}

/** A response as its client reads it. */
export function answerOf(response: Response | undefined): ClientAnswer | undefined {
  if (response === undefined) return undefined;
  const isReplay = Object.keys(response.headers).some((name) => name.toLowerCase() === 'idempotent-replayed');
  return { status: response.status, body: Buffer.from(response.body).toString('utf8'), isReplay };
}
