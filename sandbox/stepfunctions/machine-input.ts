import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { LoggingConfiguration } from './logging.ts';
import { noLogging } from './logging.ts';

/** Members that CreateStateMachine and UpdateStateMachine share. */
export const machineMembers = {
  definition: z.string().max(1_048_576),
  roleArn: z.string(),
  loggingConfiguration: z
    .strictObject({
      level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).default('OFF'),
      includeExecutionData: z.boolean().default(false),
      destinations: z
        .array(z.strictObject({ cloudWatchLogsLogGroup: z.strictObject({ logGroupArn: z.string() }) }))
        .max(1)
        .default([]),
    })
    .optional(),
  tracingConfiguration: z.strictObject({ enabled: z.boolean().default(false) }).optional(),
};

/** A logging configuration as the API spells it. */
export type LoggingInput = z.output<typeof machineMembers.loggingConfiguration>;

/** @throws AwsError InvalidLoggingConfiguration */
export function loggingOf(input: LoggingInput): LoggingConfiguration {
  if (input === undefined) return noLogging;
  const { level, includeExecutionData, destinations } = input;
  const logGroupArn = destinations[0]?.cloudWatchLogsLogGroup.logGroupArn;
  if (level !== 'OFF' && logGroupArn?.endsWith(':*') !== true) {
    throw new AwsError(
      'InvalidLoggingConfiguration',
      "Invalid Logging Configuration: 'A log group ARN that ends in :* is needed for this level'",
    );
  }
  return { level, includeExecutionData, ...(logGroupArn === undefined ? {} : { logGroupArn }) };
}

/** A stored logging configuration as the API spells it. */
export function loggingAnswer({ level, includeExecutionData, logGroupArn }: LoggingConfiguration): unknown {
  const destinations = logGroupArn === undefined ? [] : [{ cloudWatchLogsLogGroup: { logGroupArn } }];
  return { level, includeExecutionData, destinations };
}

/** @throws AwsError InvalidArn for what is no role */
export function checkRole(roleArn: string): string {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) return roleArn;
  throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
}
