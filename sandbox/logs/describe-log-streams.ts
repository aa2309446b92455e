import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupReference, namedGroup } from './log-names.ts';
import { page, pageMembers } from './paging.ts';
import type { LogStream } from './log-store.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    ...groupReference,
    ...pageMembers,
    logStreamNamePrefix: z.string().optional(),
    orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
    descending: z.boolean().default(false),
  }),
  'InvalidParameterException',
);

/** DescribeLogStreams, by name or by the time of the last event. */
export function describeLogStreams({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'DescribeLogStreams',
    kind: 'read',
    parse,
    permissions: (input, place) => [
      { action: 'logs:DescribeLogStreams', resource: `${groupArn(place, namedGroup(input))}:*` },
    ],
    run: (input) => {
      const group = logs.group(namedGroup(input));
      const prefix = input.logStreamNamePrefix ?? '';
      const streams = logs.streams(group).filter((stream) => stream.name.startsWith(prefix));
      if (input.orderBy === 'LastEventTime') streams.sort((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0));
      if (input.descending) streams.reverse();
      const { items, nextToken } = page(streams, input);
      const arn = groupArn(ground.place, group.name);
      return { logStreams: items.map((stream) => described(stream, arn)), ...nextToken };
    },
  });
}

function described(stream: LogStream, groupArn: string): Readonly<Record<string, unknown>> {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    arn: `${groupArn}:log-stream:${stream.name}`,
    storedBytes: 0,
    ...(stream.firstAt === null ? {} : { firstEventTimestamp: stream.firstAt }),
    ...(stream.lastAt === null ? {} : { lastEventTimestamp: stream.lastAt }),
    ...(stream.ingestedAt === null ? {} : { lastIngestionTime: stream.ingestedAt }),
  };
}
