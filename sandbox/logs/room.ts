import type { Ground } from '../kernel/ground.ts';
import type { LogStore } from './log-store.ts';
import type { QueryDefinitionStore } from './query-definition-store.ts';
import type { QueryStore } from './insights/query-store.ts';

/** What the operations of this room work on. */
export interface LogsRoom {
  readonly ground: Ground;
  readonly logs: LogStore;
  readonly definitions: QueryDefinitionStore;
  readonly queries: QueryStore;
}
