import { AwsError } from '../kernel/errors.ts';
import type { Cursor } from './log-reader.ts';

/** A place in a group as an opaque token. */
export function tokenOf({ at, seq }: Cursor, prefix = ''): string {
  return `${prefix}${at.toString(36)}-${seq.toString(36)}`;
}

/** The place of a token; throws InvalidParameterException for one that this room did not make. */
export function cursorOf(token: string, prefix = ''): Cursor {
  const match = /^([0-9a-z]{1,10})-([0-9a-z]{1,10})$/.exec(
    token.startsWith(prefix) ? token.slice(prefix.length) : '',
  );
  if (match === null) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  return { at: parseInt(match[1] ?? '', 36), seq: parseInt(match[2] ?? '', 36) };
}
