import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { pipeArn, specOf } from './pipe-store.ts';
import type { PipeRow } from './pipe-store.ts';

/** What every answer says of a pipe. */
export function pipeShape(place: Place, row: PipeRow): Readonly<Record<string, unknown>> {
  return {
    Name: row.name,
    Arn: pipeArn(place, row.name),
    DesiredState: row.desired_state,
    CurrentState: row.desired_state,
    StateReason: row.state_reason ?? undefined,
    CreationTime: new Timestamp(row.created_at),
    LastModifiedTime: new Timestamp(row.modified_at),
  };
}

/** The summary of ListPipes. */
export function pipeSummary(place: Place, row: PipeRow): Readonly<Record<string, unknown>> {
  const { Source, Target } = specOf(row);
  return { ...pipeShape(place, row), Source, Target };
}
