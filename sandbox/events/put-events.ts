import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { JsonObject } from '../kernel/json.ts';
import { membersWith, operationsOf } from '../kernel/room-operation.ts';
import { busArn, busName } from './bus-store.ts';
import { publish } from './dispatch.ts';
import { eventOf } from './event.ts';
import type { Retries } from './retry.ts';

/** Epoch seconds of the last time that an event can tell: the end of the year 9999. */
const latestTime = 253_402_300_799;

const entrySchema = z.strictObject({
  Time: z.number().min(0).max(latestTime).optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
});

type Entry = z.output<typeof entrySchema>;

/** Bytes that all entries of a call may have together; raised from 256 KB by AWS in January 2026. */
const largestCall = 1_048_576;

/** Good entries are published, bad ones answered one by one. */
export const putEvents = operationsOf<Retries>(
  'events',
  membersWith('ValidationException'),
)({
  name: 'PutEvents',
  kind: 'write',
  members: {
    Entries: z
      .array(entrySchema)
      .min(1)
      .max(
        10,
        "Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10",
      ),
  },
  resources: ({ Entries }, place) => [
    ...new Set(Entries.map(({ EventBusName }) => busArn(place, busName(EventBusName)))),
  ],
  run: (retries, { Entries }, { traceHeader }) => {
    if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > largestCall) {
      const message = 'Total size of the entries in the request is over the limit.';
      throw new AwsError('ValidationException', message);
    }
    const results = Entries.map((entry) => put(retries, entry, traceHeader));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  },
});

function put(retries: Retries, entry: Entry, traceHeader: string | undefined): object {
  const { ground, buses } = retries.room;
  const refusal = refusalOf(entry);
  if (refusal !== undefined) return refusal;
  const {
    Source = '',
    DetailType = '',
    Resources = [],
    Detail = '',
    Time,
    TraceHeader = traceHeader,
  } = entry;
  const event = eventOf(ground, {
    source: Source,
    'detail-type': DetailType,
    resources: Resources,
    // refusalOf has seen that it is an object.
    detail: parseJson(Detail) as JsonObject,
    at: Time === undefined ? undefined : Time * 1_000,
  });
  const bus = busName(entry.EventBusName);
  // As on AWS an event for a bus that does not exist is taken and goes nowhere.
  if (buses.exists(bus)) publish(retries, bus, { event, traceHeader: TraceHeader });
  return { EventId: event.id };
}

function refusalOf({
  Source,
  DetailType,
  Detail,
}: Entry): { ErrorCode: string; ErrorMessage: string } | undefined {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (value === undefined || value === '') {
      const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
      return { ErrorCode: 'InvalidArgument', ErrorMessage };
    }
  }
  if (Source?.startsWith('aws.') === true) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  if (!isObject(parseJson(Detail ?? ''))) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return undefined;
}

/** The size of an entry as AWS counts it. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
