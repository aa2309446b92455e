import type { Place } from '../../kernel/place.ts';
import type { StreamHead, StreamRow } from './stream-log.ts';

/** Sequence numbers have at least 21 digits. */
const sequenceDigits = 20;

/** The sequence number of a position: digits of one length, so that text order is stream order. */
export function sequenceNumber(position: number): string {
  return `1${String(position).padStart(sequenceDigits, '0')}`;
}

/** The position behind a sequence number, or undefined where it is none. */
export function positionOf(sequence: string): number | undefined {
  return /^1\d{20}$/.test(sequence) ? Number(sequence.slice(1)) : undefined;
}

/** A record as GetRecords answers it, as JSON text. */
export function apiRecord(row: StreamRow, stream: StreamHead, place: Place): string {
  const { principal } = row;
  const userIdentity = principal === null ? undefined : { Type: 'Service', PrincipalId: principal };
  return recordText(row, stream, { awsRegion: place.region, userIdentity });
}

/** A record as Lambda and Pipes hand it on, as JSON text: with its stream, and the identity in small letters. */
export function eventRecord(row: StreamRow, stream: StreamHead, place: Place): string {
  const { principal } = row;
  const userIdentity = principal === null ? undefined : { type: 'Service', principalId: principal };
  return recordText(row, stream, { awsRegion: place.region, userIdentity, eventSourceARN: stream.arn });
}

function recordText(row: StreamRow, stream: StreamHead, more: Readonly<Record<string, unknown>>): string {
  const rest = JSON.stringify({
    // Stable for a record, unique among all records.
    eventID: stream.id.toString(16).padStart(8, '0') + row.position.toString(16).padStart(24, '0'),
    eventName: row.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    ...more,
  });
  // Whole seconds, as AWS cuts it.
  const seconds = String(Math.floor(row.createdAt / 1_000));
  return (
    `${rest.slice(0, -1)},"dynamodb":{"ApproximateCreationDateTime":${seconds},` +
    `"SequenceNumber":"${sequenceNumber(row.position)}",${row.change}}}`
  );
}
