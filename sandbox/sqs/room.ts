import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { SqsParts } from './parts.ts';
import type { Receiver } from './receiver.ts';

/** What the operations of SQS work with. */
export interface SqsRoom extends SqsParts {
  readonly receiver: Receiver;
  readonly moveTasks: MoveTasks;
  /** Undefined: policies of queues are stored and not asked. */
  readonly decideByResource: DecideByResource | undefined;
}
