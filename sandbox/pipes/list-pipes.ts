import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { pipeSummary } from './pipe-shape.ts';
import type { PipeStore } from './pipe-store.ts';

const parse = inputOf(
  z.strictObject({
    NamePrefix: z.string().optional(),
    CurrentState: z.enum(['RUNNING', 'STOPPED']).optional(),
  }),
);

/** ListPipes: all of them on one page. */
export function listPipes({ place }: Ground, pipes: PipeStore): Operation {
  return operation({
    name: 'ListPipes',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'pipes:ListPipes', resource: '*' }],
    run: ({ NamePrefix = '', CurrentState }) => ({
      Pipes: pipes
        .list()
        .filter((row) => row.name.startsWith(NamePrefix))
        .filter((row) => CurrentState === undefined || row.desired_state === CurrentState)
        .map((row) => pipeSummary(place, row)),
    }),
  });
}
