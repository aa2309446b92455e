import { AwsError } from '../kernel/errors.ts';

/** An opaque token for where a list goes on. */
export function pageToken(position: string | number): string {
  return Buffer.from(`states ${String(position)}`).toString('base64');
}

/** The position in a token. @throws AwsError InvalidToken for one that was not made here */
export function positionIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('states ')) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return text.slice('states '.length);
}

/** The number in a token. @throws AwsError InvalidToken */
export function numberIn(token: string): number {
  const position = Number(positionIn(token));
  if (!Number.isSafeInteger(position)) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return position;
}
