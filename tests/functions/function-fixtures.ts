import type { Context } from 'aws-lambda';
import { vi } from 'vitest';

/** As much of an invocation's context as the functions use. */
export const context = (remainingMs = 30_000): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:function',
  memoryLimitInMB: '512',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** Every line that a function prints from now on, parsed; each must be JSON. */
export function printedLines(): { all: () => Record<string, unknown>[]; text: () => string } {
  const printed: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  }
  return {
    // A line that is not a JSON object fails the test that reads it.
    all: () => printed.map((line) => JSON.parse(line) as Record<string, unknown>),
    text: () => printed.join(''),
  };
}

/** Sums of a metric over the lines, by its dimension sets: `''` for none, `channel,status`, … */
export function metricSums(lines: readonly Record<string, unknown>[], name: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const line of lines) {
    const emf = line['_aws'] as {
      CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[];
    };
    for (const { Dimensions, Metrics } of '_aws' in line ? emf.CloudWatchMetrics : []) {
      if (!Metrics.some((metric) => metric.Name === name)) continue;
      for (const set of Dimensions) {
        const values = [line[name]].flat().map(Number);
        sums[set.join()] = values.reduce((sum, value) => sum + value, sums[set.join()] ?? 0);
      }
    }
  }
  return sums;
}
