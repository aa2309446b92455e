import * as z from 'zod';
import type { LogSink } from '../kernel/log-sink.ts';
import { parseArn } from '../kernel/place.ts';
import type { Execution } from './executions.ts';
import { withoutData } from './history.ts';
import type { HistoryEvent } from './history.ts';

const destination = z.strictObject({
  CloudWatchLogsLogGroup: z.strictObject({
    LogGroupArn: z.string().regex(/:\*$/, 'the ARN of a log group must end in :*'),
  }),
});

/** What of an execution's history goes to a log group, as templates spell it. */
export const loggingSchema = z
  .strictObject({
    Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).default('OFF'),
    IncludeExecutionData: z.boolean().default(false),
    Destinations: z.array(destination).max(1).default([]),
  })
  .refine(({ Level, Destinations: { length } }) => Level === 'OFF' || length === 1, 'a log group is missing');
export type LoggingConfiguration = z.output<typeof loggingSchema>;

/** Nothing is logged. */
export const noLogging = loggingSchema.parse({});

/** Some events of one execution on their way to a log. */
export interface LoggedEvents {
  readonly execution: Execution;
  readonly executionArn: string;
  readonly events: readonly HistoryEvent[];
}

/** Writes one line for each event that the configuration asks for. */
export function logEvents(logs: LogSink, configuration: LoggingConfiguration, batch: LoggedEvents): void {
  const { Level, IncludeExecutionData, Destinations } = configuration;
  const arn = Destinations[0]?.CloudWatchLogsLogGroup.LogGroupArn;
  if (arn === undefined) return;
  const messages = batch.events
    .filter(({ type }) => isLogged(Level, type))
    .map((event) => (IncludeExecutionData ? event : withoutData(event)))
    .map((event) => ({ at: event.timestamp, message: line(event, batch) }));
  if (messages.length === 0) return;
  const { machine, started_at } = batch.execution;
  const minute = new Date(started_at).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-');
  logs.write({ group: groupName(arn), stream: `states/${machine}/${minute}`, messages });
}

const fatal = ['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut'];

function isLogged(level: LoggingConfiguration['Level'], type: string): boolean {
  if (level === 'OFF') return false;
  if (level === 'ALL' || fatal.includes(type)) return true;
  return level === 'ERROR' && (/(Failed|TimedOut|Aborted)$/.test(type) || type === 'FailStateEntered');
}

/** The name in a log group's ARN: `log-group:/aws/states/thing:*`. */
function groupName(arn: string): string {
  return (parseArn(arn)?.resource ?? arn).replace(/^log-group:/, '').replace(/:\*$/, '');
}

function line(event: HistoryEvent, { executionArn, execution }: LoggedEvents): string {
  const { id, previousEventId, type, timestamp, ...others } = event;
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
