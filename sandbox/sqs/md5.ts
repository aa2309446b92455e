import { hash } from 'node:crypto';
import type { MessageAttributes } from '../kernel/message-attributes.ts';

/** Lower-case hexadecimal MD5 of a body, as MD5OfBody and MD5OfMessageBody. */
export function md5OfBody(body: string): string {
  return hash('md5', body);
}

/**
 * MD5 of message attributes: sorted by name, then length-prefixed name, type, transport type (1 text, 2 bytes), value.
 * "Calculating the MD5 message digest for message attributes", Amazon SQS Developer Guide.
 */
export function md5OfAttributes(attributes: MessageAttributes): string {
  const parts: Buffer[] = [];
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    parts.push(length, bytes);
  };
  for (const [name, value] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(Buffer.from(name));
    add(Buffer.from(value.DataType));
    const isBinary = value.BinaryValue !== undefined;
    parts.push(Buffer.from([isBinary ? 2 : 1]));
    add(isBinary ? Buffer.from(value.BinaryValue, 'base64') : Buffer.from(value.StringValue ?? ''));
  }
  return hash('md5', Buffer.concat(parts));
}
