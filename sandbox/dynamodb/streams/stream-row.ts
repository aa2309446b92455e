import type { Place } from '../../kernel/place.ts';
import type { StreamHead } from './stream-head.ts';

/** One record of a stream as the store keeps it. */
export interface StreamRow {
  readonly position: number;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly eventName: string;
  /** JSON text, as are the images. */
  readonly keys: string;
  readonly newImage: string | null;
  readonly oldImage: string | null;
  readonly size: number;
  readonly principal: string | null;
}

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
  const identity = principal === null ? {} : { userIdentity: { Type: 'Service', PrincipalId: principal } };
  return recordText({ row, stream, place, more: identity });
}

/** A record as Lambda and Pipes hand it on, as JSON text: with its stream, and the identity in small letters. */
export function eventRecord(row: StreamRow, stream: StreamHead, place: Place): string {
  const { principal } = row;
  const identity = principal === null ? {} : { userIdentity: { type: 'Service', principalId: principal } };
  return recordText({ row, stream, place, more: { ...identity, eventSourceARN: stream.arn } });
}

interface RecordText {
  readonly row: StreamRow;
  readonly stream: StreamHead;
  readonly place: Place;
  /** Further members. */
  readonly more: Readonly<Record<string, unknown>>;
}

function recordText({ row, stream, place, more }: RecordText): string {
  const images =
    (row.newImage === null ? '' : `,"NewImage":${row.newImage}`) +
    (row.oldImage === null ? '' : `,"OldImage":${row.oldImage}`);
  const rest = Object.entries(more).map(([name, value]) => `,"${name}":${JSON.stringify(value)}`);
  return (
    `{"eventID":"${eventId(row, stream)}","eventName":"${row.eventName}","eventVersion":"1.1",` +
    `"eventSource":"aws:dynamodb","awsRegion":"${place.region}",` +
    // Whole seconds, as AWS cuts it.
    `"dynamodb":{"ApproximateCreationDateTime":${String(Math.floor(row.createdAt / 1_000))},` +
    `"Keys":${row.keys}${images},"SequenceNumber":"${sequenceNumber(row.position)}",` +
    `"SizeBytes":${String(row.size)},"StreamViewType":"${stream.viewType}"}${rest.join('')}}`
  );
}

/** Stable for a record, unique among all records. */
function eventId(row: StreamRow, stream: StreamHead): string {
  return stream.id.toString(16).padStart(8, '0') + row.position.toString(16).padStart(24, '0');
}
