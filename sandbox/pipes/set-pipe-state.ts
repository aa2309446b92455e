import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { pipeShape } from './pipe-shape.ts';
import { pipeArn } from './pipe-store.ts';
import type { PipeState, PipeStore } from './pipe-store.ts';

const parse = inputOf(z.strictObject({ Name: z.string() }));

/** StartPipe and StopPipe: a stopped pipe keeps its place in the stream. */
export function setPipeState(
  { ground, pipes }: { readonly ground: Ground; readonly pipes: PipeStore },
  name: 'StartPipe' | 'StopPipe',
  wake: (pipe: string) => void,
): Operation {
  const { place, store } = ground;
  const state: PipeState = name === 'StartPipe' ? 'RUNNING' : 'STOPPED';
  return operation({
    name,
    kind: 'write',
    parse,
    permissions: ({ Name }) => [{ action: `pipes:${name}`, resource: pipeArn(place, Name) }],
    run: ({ Name }) => {
      pipes.get(Name);
      pipes.setState(Name, state);
      store.afterCommit(() => {
        wake(Name);
      });
      return pipeShape(place, pipes.get(Name));
    },
  });
}
