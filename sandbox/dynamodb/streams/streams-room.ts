import { AwsError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import type { StreamHead } from './stream-head.ts';
import type { StreamLog } from './stream-log.ts';

/** What the operations of the Streams API share. */
export interface StreamsRoom {
  readonly ground: Ground;
  readonly streams: StreamLog;
}

/** The stream behind an ARN. Throws ResourceNotFoundException as the Streams API words it. */
export function requireStream({ streams }: StreamsRoom, arn: string): StreamHead {
  const stream = streams.find(arn);
  if (stream !== undefined) return stream;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}
