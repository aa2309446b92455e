import type { LogMessage } from '../kernel/log-sink.ts';
import type { Outcome } from './execution-environment.ts';
import type { StoredFunction } from './function-spec.ts';
import type { InvocationTrace } from './trace-context.ts';

/** One finished invocation. */
export interface FinishedInvocation {
  readonly target: StoredFunction;
  readonly requestId: string;
  readonly outcome: Outcome;
  readonly trace: InvocationTrace | undefined;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Everything that an invocation leaves in its log: START, the function's own lines, END and REPORT, as AWS prints them. */
export function logLines(finished: FinishedInvocation): readonly LogMessage[] {
  const { requestId, outcome, startedAt, endedAt } = finished;
  const at = (time: number, message: string): LogMessage => ({ at: time, message: `${message}\n` });
  const notes = outcome.status === 'timeout' || outcome.lostTo !== undefined ? [lossNote(finished)] : [];
  return [
    at(startedAt, `START RequestId: ${requestId} Version: $LATEST`),
    ...outcome.lines,
    ...notes.map((note) => at(endedAt, note)),
    at(endedAt, `END RequestId: ${requestId}`),
    at(endedAt, report(finished)),
  ];
}

/** The last four kilobytes of the log, in base64: what `LogType: Tail` gives. */
export function logTail(lines: readonly LogMessage[]): string {
  const text = Buffer.from(lines.map((line) => line.message).join(''), 'utf8');
  return text.subarray(Math.max(0, text.length - 4_096)).toString('base64');
}

function lossNote({ target, requestId, outcome, endedAt }: FinishedInvocation): string {
  if (outcome.status === 'timeout') {
    const seconds = target.timeoutSeconds.toFixed(2);
    return `${new Date(endedAt).toISOString()} ${requestId} Task timed out after ${seconds} seconds\n`;
  }
  const reason = /Error: (.*)"\}$/.exec(outcome.payload)?.[1] ?? '';
  return `RequestId: ${requestId} Error: ${reason}\n${outcome.lostTo ?? ''}`;
}

function report({ target, requestId, outcome, trace }: FinishedInvocation): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${outcome.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${String(Math.ceil(outcome.durationMs + (outcome.initMs ?? 0)))} ms`,
    `Memory Size: ${String(target.memorySizeMb)} MB`,
    `Max Memory Used: ${String(outcome.usedMemoryMb)} MB`,
    ...(outcome.initMs === undefined ? [] : [`Init Duration: ${outcome.initMs.toFixed(2)} ms`]),
    ...(outcome.status === 'success' ? [] : [`Status: ${outcome.status}`]),
    ...(outcome.lostTo === undefined ? [] : [`Error Type: ${outcome.lostTo}`]),
  ];
  const traced = trace === undefined ? '' : `\n${traceFields(trace)}`;
  return `${fields.join('\t')}\t${traced}`;
}

function traceFields({ traceId, segmentId, isSampled }: InvocationTrace): string {
  return `XRAY TraceId: ${traceId}\tSegmentId: ${segmentId}\tSampled: ${String(isSampled)}\t`;
}
