import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { cursorOf, tokenOf } from './cursor-token.ts';
import { groupArn, groupReference, namedGroup, streamName } from './log-names.ts';
import { readEvents } from './log-reader.ts';
import type { LogEvent } from './log-reader.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    ...groupReference,
    logStreamName: streamName,
    startTime: z.number().int().optional(),
    endTime: z.number().int().optional(),
    nextToken: z.string().optional(),
    limit: z.number().int().min(1).max(10_000).default(10_000),
    startFromHead: z.boolean().default(false),
    unmask: z.literal(false).optional(),
  }),
  'InvalidParameterException',
);

/** GetLogEvents: one stream, forwards or backwards; at an end the token that came in goes out again. */
export function getLogEvents({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'GetLogEvents',
    kind: 'read',
    parse,
    permissions: (input, place) => [
      {
        action: 'logs:GetLogEvents',
        resource: `${groupArn(place, namedGroup(input))}:log-stream:${input.logStreamName}`,
      },
    ],
    run: ({ nextToken: token, ...input }) => {
      const group = logs.group(namedGroup(input));
      const isForward = token === undefined ? input.startFromHead : token.startsWith('f/');
      const events = readEvents(ground.store, {
        group,
        streamId: logs.stream(group, input.logStreamName).id,
        from: input.startTime ?? 0,
        to: (input.endTime ?? Infinity) - 1,
        direction: isForward ? 'forward' : 'backward',
        ...(token === undefined ? {} : { after: cursorOf(token, isForward ? 'f/' : 'b/') }),
      });
      const found = firstOf(events, input.limit);
      if (!isForward) found.reverse();
      return { events: found.map(outputEvent), ...tokens(found, token) };
    },
  });
}

function firstOf(events: Iterable<LogEvent>, limit: number): LogEvent[] {
  const found: LogEvent[] = [];
  for (const event of events) if (found.push(event) >= limit) break;
  return found;
}

function outputEvent({ at, message, ingestedAt }: LogEvent): Readonly<Record<string, unknown>> {
  return { timestamp: at, message, ingestionTime: ingestedAt };
}

function tokens(found: readonly LogEvent[], given: string | undefined): Readonly<Record<string, string>> {
  const [first, last] = [found[0], found.at(-1)];
  const here = given?.slice(2) ?? tokenOf({ at: 0, seq: 0 });
  return {
    nextForwardToken: last === undefined ? `f/${here}` : tokenOf(last, 'f/'),
    nextBackwardToken: first === undefined ? `b/${here}` : tokenOf(first, 'b/'),
  };
}
