import type { Mailbox } from './ses/mailbox.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';

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
    const limit = Number(parameters.get('limit') ?? 100);
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: mailbox.list({ limit, ...(to === null ? {} : { to }) }) }, null, 2),
    });
  };
}
