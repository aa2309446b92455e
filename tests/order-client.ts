import type { Connection } from 'serverless-sandbox';
import { until } from './running-system.ts';

/** An answer of the API, as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A customer's view of the system. */
export interface OrderClient {
  readonly post: (order: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
  /** Places an order that must be accepted; its id. */
  readonly place: (order: unknown) => Promise<string>;
  /** Waits until the order has ended. */
  readonly ended: (orderId: string, patienceMs?: number) => Promise<Answer['body']>;
}

/** The example of the README: two lines that total 109.97. */
export const exampleOrder = {
  customerId: 'CUST-12345',
  customerEmail: 'customer@example.com',
  items: [
    { productId: 'PROD-001', quantity: 2, price: 29.99 },
    { productId: 'PROD-002', quantity: 1, price: 49.99 },
  ],
  shippingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' },
};

/** A client of a running system. */
export function orderClient({ apiEndpoint = '', apiKey = '' }: Connection): OrderClient {
  const call = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(apiEndpoint + path, {
      ...init,
      headers: { 'x-api-key': apiKey, ...init.headers },
    });
    // Every answer of the API is a JSON object.
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    };
  };
  const post: OrderClient['post'] = (order, headers) =>
    call('/orders', {
      method: 'POST',
      body: typeof order === 'string' ? order : JSON.stringify(order),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return {
    post,
    get: (path) => call(path),
    place: async (order) => {
      const { status, body } = await post(order);
      if (status !== 201) throw new RangeError(`not accepted: ${String(status)} ${JSON.stringify(body)}`);
      return String(body['orderId']);
    },
    ended: (orderId, patienceMs = 15_000) =>
      until(
        async () => {
          const { body } = await call(`/orders/${orderId}`);
          return body['status'] === 'COMPLETED' || body['status'] === 'FAILED' ? body : undefined;
        },
        { patienceMs, hint: () => `order ${orderId}` },
      ),
  };
}
