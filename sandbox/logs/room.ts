import type { Ground } from '../kernel/ground.ts';
import { membersWith, operationsOf } from '../kernel/room-operation.ts';
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

/** CloudWatch Logs' code for input that it does not understand. */
export const badInput = 'InvalidParameterException';

/** Declares an operation of CloudWatch Logs. */
export const logsOperation = operationsOf<LogsRoom>('logs', membersWith(badInput));
