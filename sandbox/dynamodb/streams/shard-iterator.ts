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

/** Reads an iterator. Throws ValidationException where it is none of ours. */
export function readIterator(text: string): ShardIterator {
  const parsed = parseJson(Buffer.from(text.split('|')[2] ?? '', 'base64url').toString());
  if (isObject(parsed)) {
    const { streamArn, after, issuedAt } = parsed;
    if (typeof streamArn === 'string' && typeof after === 'number' && typeof issuedAt === 'number') {
      return { streamArn, after, issuedAt };
    }
  }
  throw validation('Invalid ShardIterator');
}
