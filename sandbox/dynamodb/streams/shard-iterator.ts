import { AwsError } from '../../kernel/errors.ts';
import { isObject, parseJson } from '../../kernel/json.ts';
import { validation } from '../errors.ts';

/** A place in a stream that a reader holds. */
export interface ShardIterator {
  readonly streamArn: string;
  /** Reads begin with the first record after this position. */
  readonly after: number;
  /** Epoch ms. */
  readonly issuedAt: number;
}

/** The iterator as readers see it: opaque, the stream in front as AWS has it. */
export function iteratorText(iterator: ShardIterator): string {
  const rest = Buffer.from(JSON.stringify(iterator)).toString('base64url');
  return `${iterator.streamArn}|1|${rest}`;
}

const lifetimeMs = 15 * 60 * 1_000;

/** Reads an iterator. Throws where it is none of ours, and where it is older than fifteen minutes. */
export function readIterator(text: string, now: number): ShardIterator {
  const parsed = parseJson(Buffer.from(text.split('|')[2] ?? '', 'base64url').toString());
  if (isObject(parsed)) {
    const { streamArn, after, issuedAt } = parsed;
    if (typeof streamArn === 'string' && typeof after === 'number' && typeof issuedAt === 'number') {
      if (now - issuedAt <= lifetimeMs) return { streamArn, after, issuedAt };
      throw new AwsError(
        'ExpiredIteratorException',
        'Iterator expired. The iterator was created too long ago',
      );
    }
  }
  throw validation('Invalid ShardIterator');
}
