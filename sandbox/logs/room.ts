import type { Ground } from '../kernel/ground.ts';
import type { LogStore } from './log-store.ts';

/** What the operations of this room work on. */
export interface LogsRoom {
  readonly ground: Ground;
  readonly logs: LogStore;
  /** The saved queries of the template, by their ids. */
  readonly definitions: ReadonlyMap<string, QueryDefinition>;
}

/** A saved Logs Insights query. */
export interface QueryDefinition {
  readonly name: string;
  readonly queryString: string;
  readonly groups: readonly string[];
}
