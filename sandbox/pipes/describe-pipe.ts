import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { pipeArn, specOf } from './pipe-store.ts';
import type { PipeStore } from './pipe-store.ts';

const parse = inputOf(z.strictObject({ Name: z.string() }));

/** DescribePipe. */
export function describePipe({ place }: Ground, pipes: PipeStore): Operation {
  return operation({
    name: 'DescribePipe',
    kind: 'read',
    parse,
    permissions: ({ Name }) => [{ action: 'pipes:DescribePipe', resource: pipeArn(place, Name) }],
    run: ({ Name }) => {
      const row = pipes.get(Name);
      return {
        Name,
        Arn: pipeArn(place, Name),
        DesiredState: row.desired_state,
        CurrentState: row.desired_state,
        StateReason: row.state_reason ?? undefined,
        CreationTime: new Timestamp(row.created_at),
        LastModifiedTime: new Timestamp(row.modified_at),
        ...specOf(row),
      };
    },
  });
}
