import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrderSchema } from '../../src/contracts/api/create-order.ts';
import { draftOf } from '../../src/lambdas/order-creation/parse-order.ts';
import { emailParams } from '../../src/adapters/ses/ses-email-channel.ts';
import { timestampFrom } from '../../src/core/kernel/clock.ts';
import { orderIdFrom } from '../../src/core/kernel/ids.ts';
import { renderNotice } from '../../src/core/notifications/render-notice.ts';
import { draftOrder } from '../../src/core/orders/order-draft.ts';

/** Everything of a mail that becomes a header. */
function headersOf(body: unknown): readonly string[] | undefined {
  const parsed = createOrderSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const identity = { orderId: orderIdFrom('550e8400-e29b-41d4-a716-446655440000'), createdAt: timestampFrom('2026-01-15T10:30:00.000Z'), traceHeader: '' }; // prettier-ignore
  const order = draftOrder(draftOf(parsed.data), identity);
  if (!('orderId' in order)) return undefined;
  const message = renderNotice({ ...order, status: 'PROCESSING' });
  const { Destination, FromEmailAddress, Content, EmailTags } = emailParams('orders@example.com', message.email ?? '', message); // prettier-ignore
  const tags = EmailTags.flatMap(({ Name, Value }) => [Name, Value]);
  return [...Destination.ToAddresses, FromEmailAddress, Content.Simple.Subject.Data, ...tags];
}

const order = { customerId: 'C', items: [{ productId: 'P', quantity: 1, price: 1 }] };
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('a\r\nBcc: b@example.com', 'a\nb', 'a\u2028b', 'a\u0085b', 'a\u000bb'),
);

describe('no header of a mail can be made by a customer (S25)', () => {
  it('whatever stands in the fields', () => {
    fc.assert(
      fc.property(
        fc.record({ customerId: text, street: text, note: text, email: fc.oneof(fc.emailAddress(), text) }),
        ({ customerId, street, note, email }) => {
          const address = { street, city: 'C', state: 'S', zipCode: 'Z', country: 'C' };
          for (const fields of [
            { customerId },
            { shippingAddress: address },
            { metadata: { note } },
            { customerEmail: email },
          ]) {
            // prettier-ignore
            for (const header of headersOf({ ...order, ...fields }) ?? [])
              expect(header).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('and an address that is taken is one address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (customerEmail) => {
        const headers = headersOf({ ...order, customerEmail });
        if (headers !== undefined) expect(headers[0]).toMatch(/^[^\s,;<>()"@]+@[^\s,;<>()"@]+$/);
      }),
    );
    expect(headersOf({ ...order, customerEmail: 'a@example.com' })?.[0]).toBe('a@example.com');
  });
});
