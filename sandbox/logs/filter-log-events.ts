import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { cursorOf, tokenOf } from './cursor-token.ts';
import { compileFilter } from './filter-pattern.ts';
import { groupArn, groupReference, namedGroup, streamName } from './log-names.ts';
import { readEvents } from './log-reader.ts';
import type { LogEvent } from './log-reader.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    ...groupReference,
    logStreamNames: z.array(streamName).min(1).max(100).optional(),
    logStreamNamePrefix: z.string().optional(),
    startTime: z.number().int().default(0),
    endTime: z.number().int().default(Number.MAX_SAFE_INTEGER),
    filterPattern: z.string().max(1_024).default(''),
    nextToken: z.string().optional(),
    limit: z.number().int().min(1).max(10_000).default(10_000),
    interleaved: z.boolean().optional(),
    unmask: z.literal(false).optional(),
  }),
  'InvalidParameterException',
);

/** A page holds about one megabyte at most. */
const largestPage = 1_000_000;

/** FilterLogEvents: the streams of a group by time, which is what `aws logs tail` follows. */
export function filterLogEvents({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'FilterLogEvents',
    kind: 'read',
    parse,
    permissions: (input, place) => [
      { action: 'logs:FilterLogEvents', resource: `${groupArn(place, namedGroup(input))}:*` },
    ],
    run: (input) => {
      const group = logs.group(namedGroup(input));
      const isWanted = compileFilter(input.filterPattern);
      const { logStreamNames: names, logStreamNamePrefix: prefix = '', nextToken: token } = input;
      const events = readEvents(ground.store, {
        group,
        from: input.startTime,
        to: input.endTime,
        direction: 'forward',
        ...(token === undefined ? {} : { after: cursorOf(token) }),
      });
      const found: LogEvent[] = [];
      let size = 0;
      for (const event of events) {
        const isInStream =
          names === undefined ? event.stream.startsWith(prefix) : names.includes(event.stream);
        if (!isInStream || !isWanted(event.message)) continue;
        found.push(event);
        size += event.message.length;
        if (found.length >= input.limit || size > largestPage) break;
      }
      const last = found.at(-1);
      const isFull = found.length >= input.limit || size > largestPage;
      return {
        events: found.map(outputEvent),
        searchedLogStreams: [],
        ...(isFull && last !== undefined ? { nextToken: tokenOf(last) } : {}),
      };
    },
  });
}

function outputEvent({ at, seq, stream, message, ingestedAt }: LogEvent): Readonly<Record<string, unknown>> {
  // Fifty-six digits, as on AWS: clients that follow a group recognise what they have seen by it.
  const eventId = `${String(at).padStart(20, '3')}${String(seq).padStart(36, '0')}`;
  return { logStreamName: stream, timestamp: at, message, ingestionTime: ingestedAt, eventId };
}
