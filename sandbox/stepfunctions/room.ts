import type { Ground } from '../kernel/ground.ts';
import type { Engine } from './engine/engine.ts';
import type { Executions } from './executions.ts';
import type { Machines } from './machines.ts';

/** What the operations of this service share. */
export interface Room {
  readonly ground: Ground;
  readonly machines: Machines;
  readonly executions: Executions;
  readonly engine: Engine;
}
