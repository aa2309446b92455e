import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { LogSink } from '../kernel/log-sink.ts';
import { parseArn } from '../kernel/place.ts';
import type { Execution } from './executions.ts';
import { withoutData } from './history.ts';
import type { HistoryEvent } from './history.ts';

const destination = z.strictObject({ cloudWatchLogsLogGroup: z.strictObject({ logGroupArn: z.string() }) });

/** What of an execution's history goes to a log group, as the API spells it; the group's ARN ends in `:*`. */
export const loggingSchema = z.strictObject({
  level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).default('OFF'),
  includeExecutionData: z.boolean().default(false),
  destinations: z.array(destination).max(1).default([]),
});
export type LoggingConfiguration = z.output<typeof loggingSchema>;

/** Nothing is logged. */
export const noLogging: LoggingConfiguration = {
  level: 'OFF',
  includeExecutionData: false,
  destinations: [],
};

/** @throws AwsError InvalidLoggingConfiguration */
export function checkLogging(configuration: LoggingConfiguration): LoggingConfiguration {
  if (configuration.level === 'OFF' || groupArn(configuration)?.endsWith(':*') === true) return configuration;
  const problem = 'A log group ARN that ends in :* is needed for this level';
  throw new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: '${problem}'`);
}

function groupArn({ destinations }: LoggingConfiguration): string | undefined {
  return destinations[0]?.cloudWatchLogsLogGroup.logGroupArn;
}

/** Some events of one execution on their way to a log. */
export interface LoggedEvents {
  readonly execution: Execution;
  readonly executionArn: string;
  readonly events: readonly HistoryEvent[];
}

/** Writes one line for each event that the configuration asks for. */
export function logEvents(logs: LogSink, configuration: LoggingConfiguration, batch: LoggedEvents): void {
  const arn = groupArn(configuration);
  if (arn === undefined) return;
  const messages = batch.events
    .filter(({ type }) => isLogged(configuration.level, type))
    .map((event) => (configuration.includeExecutionData ? event : withoutData(event)))
    .map((event) => ({ at: event.timestamp, message: line(event, batch) }));
  if (messages.length === 0) return;
  const { machine, started_at } = batch.execution;
  const minute = new Date(started_at).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-');
  logs.write({ group: groupName(arn), stream: `states/${machine}/${minute}`, messages });
}

const fatal = ['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut'];

function isLogged(level: LoggingConfiguration['level'], type: string): boolean {
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
