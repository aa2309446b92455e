import { AwsError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import { defineIn } from '../request/define.ts';
import type { StreamHead, StreamLog } from './stream-log.ts';

/** What the operations of the Streams API share. */
export interface StreamsRoom {
  readonly ground: Ground;
  readonly streams: StreamLog;
}

/** Defines an operation on streams. */
export const defineOnStreams = defineIn<StreamsRoom>();

/** The stream behind an ARN. Throws ResourceNotFoundException as the Streams API words it. */
export function requireStream({ streams }: StreamsRoom, arn: string): StreamHead {
  const stream = streams.find(arn);
  if (stream !== undefined) return stream;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}
