import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { compileFilter } from './filter-pattern.ts';
import { groupArn, groupName, groupNameIn } from './log-names.ts';
import { readEvents } from './log-reader.ts';
import type { LogEvent } from './log-reader.ts';
import { badInput, logsOperation } from './room.ts';

/** A page holds about one megabyte at most. */
const largestPage = 1_000_000;

/** The streams of a group by time, which is what `aws logs tail` follows. */
export const filterLogEvents = logsOperation({
  name: 'FilterLogEvents',
  kind: 'read',
  members: {
    logGroupName: groupName.optional(),
    logGroupIdentifier: z.string().optional(),
    logStreamNames: z.array(z.string()).min(1).max(100).optional(),
    logStreamNamePrefix: z.string().default(''),
    startTime: z.number().int().default(0),
    endTime: z.number().int().default(Number.MAX_SAFE_INTEGER),
    filterPattern: z.string().max(1_024).default(''),
    nextToken: z
      .string()
      .regex(/^\d+-\d+$/, 'The specified nextToken is invalid.')
      .default('0-0'),
    limit: z.number().int().min(1).max(10_000).default(10_000),
    interleaved: z.boolean().optional(),
  },
  resources: (input, place) => [`${groupArn(place, namedGroup(input))}:*`],
  run: ({ ground, logs }, input) => {
    const { startTime: from, endTime: to, limit, nextToken, logStreamNames: names } = input;
    const fits = compileFilter(input.filterPattern);
    const [at = 0, seq = 0] = nextToken.split('-').map(Number);
    const group = logs.group(namedGroup(input));
    const found: LogEvent[] = [];
    let size = 0;
    for (const event of readEvents(ground.store, { group, from, to, after: { at, seq } })) {
      if (!(names?.includes(event.stream) ?? event.stream.startsWith(input.logStreamNamePrefix))) continue;
      if (!fits(event.message)) continue;
      found.push(event);
      size += event.message.length;
      if (found.length >= limit || size > largestPage) {
        const token = `${String(event.at)}-${String(event.seq)}`;
        return { events: found.map(shown), searchedLogStreams: [], nextToken: token };
      }
    }
    return { events: found.map(shown), searchedLogStreams: [] };
  },
});

interface Named {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** The group that its name or its identifier means: exactly one of them is given. */
function namedGroup({ logGroupName, logGroupIdentifier }: Named): string {
  if ((logGroupName === undefined) !== (logGroupIdentifier === undefined)) {
    return groupNameIn(logGroupName ?? logGroupIdentifier ?? '');
  }
  const message = 'Exactly one of logGroupName and logGroupIdentifier is required.';
  throw new AwsError(badInput, message);
}

function shown({ at, seq, stream, message, ingestedAt }: LogEvent): Readonly<Record<string, unknown>> {
  // Fifty-six digits, as on AWS: clients that follow a group recognise what they have seen by it.
  const eventId = `${String(at).padStart(20, '3')}${String(seq).padStart(36, '0')}`;
  return { logStreamName: stream, timestamp: at, message, ingestionTime: ingestedAt, eventId };
}
