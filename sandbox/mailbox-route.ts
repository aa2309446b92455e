import type { Mailbox } from './ses/mailbox.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';

const largestLimit = 1_000;

/** Adds `GET /_sandbox/mailbox?to=&limit=` to the AWS endpoint: what the sandbox's e-mail and SMS have delivered. */
export function mailboxRoute(
  mailbox: Mailbox,
  next: (request: WireRequest) => Promise<WireResponse>,
): (request: WireRequest) => Promise<WireResponse> {
  return (request) => {
    const [path, query] = request.path.split('?', 2);
    if (request.method !== 'GET' || path !== '/_sandbox/mailbox') return next(request);
    const parameters = new URLSearchParams(query);
    const to = parameters.get('to');
    const limit = parameters.get('limit') ?? '100';
    if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > largestLimit) {
      const message = `limit must be a whole number from 1 to ${String(largestLimit)}.`;
      return Promise.resolve(json(400, { error: 'BadRequest', message }));
    }
    const messages = mailbox.list({ limit: Number(limit), ...(to === null ? {} : { to }) });
    return Promise.resolve(json(200, { messages }));
  };
}

function json(status: number, body: object): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body, null, 2),
  };
}
