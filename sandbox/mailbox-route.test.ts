import { describe, expect, it } from 'vitest';
import { mailboxRoute } from './mailbox-route.ts';
import type { MailQuery } from './ses/mailbox.ts';
import type { WireRequest } from './wire/http.ts';

const request = (path: string): WireRequest => ({
  ...{ method: 'GET', path, headers: {}, rawHeaders: [], body: new Uint8Array() },
  ...{ remoteAddress: '127.0.0.1', signal: new AbortController().signal },
});

describe("the mailbox's route", () => {
  const asked: (MailQuery | undefined)[] = [];
  const mailbox = { put: () => undefined, list: (query?: MailQuery) => (asked.push(query), []) };
  const route = mailboxRoute(mailbox, () => Promise.resolve({ status: 404, headers: {}, body: '' }));

  it.each(['abc', '1.5', '0', '-1', '1001', '1e2', ''])('answers limit=%s with 400', async (limit) => {
    const { status, body } = await route(request(`/_sandbox/mailbox?limit=${limit}`));
    expect([status, JSON.parse(String(body))]).toMatchObject([400, { error: 'BadRequest' }]);
  });

  it('takes a limit from 1 to 1000', async () => {
    expect((await route(request('/_sandbox/mailbox?limit=1000&to=a%40b.example'))).status).toBe(200);
    expect((await route(request('/_sandbox/mailbox'))).status).toBe(200);
    expect(asked).toEqual([{ limit: 1000, to: 'a@b.example' }, { limit: 100 }]);
  });
});
