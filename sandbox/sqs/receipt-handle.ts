import { refusal } from './errors.ts';

/** What a receipt handle says: which message, and which of its leases. */
export interface Lease {
  readonly messageRow: number;
  readonly token: string;
}

/** An opaque receipt handle; every receive of a message makes another. */
export function receiptHandleOf({ messageRow, token }: Lease): string {
  return Buffer.from(`sandbox-lease:${messageRow}:${token}`).toString('base64');
}

/** Reads a receipt handle. Throws ReceiptHandleIsInvalid. */
export function leaseOf(handle: string): Lease {
  const [kind, row = '', token = ''] = Buffer.from(handle, 'base64').toString('utf8').split(':');
  if (kind !== 'sandbox-lease' || !/^\d{1,15}$/.test(row) || !/^[0-9a-f]+$/.test(token)) {
    const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw refusal('ReceiptHandleIsInvalid', message);
  }
  return { messageRow: Number(row), token };
}
