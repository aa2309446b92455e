import * as z from 'zod';
import { membersWith, operationsOf } from '../kernel/room-operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { pipeArn, specOf } from './pipe-store.ts';
import type { RunnerParts } from './runner.ts';

export const describePipe = operationsOf<RunnerParts>(
  'pipes',
  membersWith('ValidationException'),
)({
  name: 'DescribePipe',
  kind: 'read',
  members: { Name: z.string() },
  resources: ({ Name }, place) => [pipeArn(place, Name)],
  run: ({ ground, pipes }, { Name }) => {
    const row = pipes.get(Name);
    return {
      Name,
      Arn: pipeArn(ground.place, Name),
      DesiredState: row.desired_state,
      CurrentState: row.desired_state,
      StateReason: row.state_reason ?? undefined,
      CreationTime: new Timestamp(row.created_at),
      LastModifiedTime: new Timestamp(row.modified_at),
      ...specOf(row),
    };
  },
});
