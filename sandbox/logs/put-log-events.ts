import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupName, streamName } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const event = z.strictObject({ timestamp: z.number().int().min(0), message: z.string().min(1) });

const parse = inputOf(
  z.strictObject({
    logGroupName: groupName,
    logStreamName: streamName,
    logEvents: z.array(event).min(1).max(10_000),
    sequenceToken: z.string().optional(),
  }),
  'InvalidParameterException',
);

/** Events may be this old and this far in the future (ms); others are passed over and reported. */
const [oldestMs, newestMs] = [14 * 86_400_000, 2 * 3_600_000];

/** PutLogEvents: the sequence token is accepted and ignored, as AWS does since 2023. */
export function putLogEvents({ ground, logs, write }: LogsRoom): Operation {
  return operation({
    name: 'PutLogEvents',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      {
        action: 'logs:PutLogEvents',
        resource: `${groupArn(place, input.logGroupName)}:log-stream:${input.logStreamName}`,
      },
    ],
    run: ({ logGroupName, logStreamName, logEvents }) => {
      const { name: stream } = logs.stream(logs.group(logGroupName), logStreamName);
      const times = logEvents.map((each) => each.timestamp);
      if (times.some((time, index) => time < (times[index - 1] ?? 0))) {
        const message = 'Log events in a single PutLogEvents request must be in chronological order.';
        throw new AwsError('InvalidParameterException', message);
      }
      const now = ground.clock.now();
      const tooOld = times.filter((time) => time < now - oldestMs).length;
      const tooNew = times.findIndex((time) => time > now + newestMs);
      const accepted = logEvents.slice(tooOld, tooNew < 0 ? undefined : tooNew);
      write({
        group: logGroupName,
        stream,
        messages: accepted.map(({ timestamp, message }) => ({ at: timestamp, message })),
      });
      const rejected = {
        ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
        ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
      };
      return Object.keys(rejected).length === 0 ? {} : { rejectedLogEventsInfo: rejected };
    },
  });
}
