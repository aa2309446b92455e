import type { LogSink } from '../kernel/log-sink.ts';
import { parseArn } from '../kernel/place.ts';
import type { Execution } from './executions.ts';
import type { HistoryEvent } from './history.ts';

/** What of an execution's history goes to a log group. */
export interface LoggingConfiguration {
  readonly level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly includeExecutionData: boolean;
  /** ARN of the log group, ending in `:*`. */
  readonly logGroupArn?: string;
}

/** Nothing is logged. */
export const noLogging: LoggingConfiguration = { level: 'OFF', includeExecutionData: false };

const fatal = new Set(['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut']);

/** Whether an event belongs to a level. */
export function isLogged(level: LoggingConfiguration['level'], type: string): boolean {
  if (level === 'OFF') return false;
  if (level === 'ALL' || fatal.has(type)) return true;
  return level === 'ERROR' && (/(Failed|TimedOut|Aborted)$/.test(type) || type === 'FailStateEntered');
}

/** Some events of one execution on their way to a log. */
export interface LoggedEvents {
  readonly execution: Pick<Execution, 'machine' | 'started_at' | 'redrives'>;
  readonly executionArn: string;
  readonly events: readonly HistoryEvent[];
}

/** Writes one line for each event that the configuration asks for. */
export function logEvents(logs: LogSink, configuration: LoggingConfiguration, batch: LoggedEvents): void {
  const { level, includeExecutionData, logGroupArn } = configuration;
  if (logGroupArn === undefined || level === 'OFF') return;
  const messages = batch.events
    .filter(({ type }) => isLogged(level, type))
    .map((event) => ({ at: event.timestamp, message: line(event, batch, includeExecutionData) }));
  if (messages.length === 0) return;
  const { machine, started_at } = batch.execution;
  const minute = new Date(started_at).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-');
  logs.write({ group: groupName(logGroupArn), stream: `states/${machine}/${minute}`, messages });
}

/** The name in a log group's ARN: `log-group:/aws/states/thing:*`. */
function groupName(logGroupArn: string): string {
  return (parseArn(logGroupArn)?.resource ?? logGroupArn).replace(/^log-group:/, '').replace(/:\*$/, '');
}

function line(event: HistoryEvent, { executionArn, execution }: LoggedEvents, withData: boolean): string {
  const { id, previousEventId, type, timestamp, ...others } = withData ? event : withoutData(event);
  return JSON.stringify({
    id: String(id),
    type,
    details: Object.values(others)[0] ?? {},
    redrive_count: String(execution.redrives),
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: executionArn,
  });
}

const data = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters']);

/** An event without the members that carry an execution's data. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const entries = Object.entries(event).map(([name, value]): [string, unknown] =>
    typeof value === 'object' && value !== null
      ? [name, Object.fromEntries(Object.entries(value).filter(([member]) => !data.has(member)))]
      : [name, value],
  );
  return {
    id: event.id,
    previousEventId: event.previousEventId,
    type: event.type,
    timestamp: event.timestamp,
    ...Object.fromEntries(entries),
  };
}
