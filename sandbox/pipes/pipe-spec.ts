import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseArn } from '../kernel/place.ts';

/** Templates may hand numbers over as text. */
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max).optional();

const sourceParametersSchema = z.strictObject({
  FilterCriteria: z
    .strictObject({
      Filters: z
        .array(z.strictObject({ Pattern: z.string().max(4_096) }))
        .max(5)
        .optional(),
    })
    .optional(),
  DynamoDBStreamParameters: z.strictObject({
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
    BatchSize: count(1, 10_000),
    MaximumBatchingWindowInSeconds: count(0, 300),
    MaximumRecordAgeInSeconds: count(-1, 604_800),
    MaximumRetryAttempts: count(-1, 10_000),
    OnPartialBatchItemFailure: z.literal('AUTOMATIC_BISECT').optional(),
    ParallelizationFactor: count(1, 10),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  }),
});

const targetParametersSchema = z.strictObject({
  InputTemplate: z.string().max(8_192).optional(),
  // MessageGroupId and MessageDeduplicationId belong to FIFO queues and are refused.
  SqsQueueParameters: z.strictObject({}).optional(),
  EventBridgeEventBusParameters: z
    .strictObject({
      Source: z.string().optional(),
      DetailType: z.string().optional(),
      Resources: z.array(z.string()).max(10).optional(),
    })
    .optional(),
});

/** A pipe as it is put: everything that changes what it does. */
export const pipeSpecSchema = z.strictObject({
  Description: z.string().optional(),
  RoleArn: z.string(),
  Source: z.string(),
  SourceParameters: sourceParametersSchema,
  Target: z.string(),
  TargetParameters: targetParametersSchema.optional(),
});

/** What a pipe does. */
export type PipeSpec = z.output<typeof pipeSpecSchema>;

/** The stream's settings. */
export type StreamParameters = PipeSpec['SourceParameters']['DynamoDBStreamParameters'];

/** Refuses sources and targets that the sandbox does not connect. */
export function checkEnds({ Source, Target }: PipeSpec): void {
  const source = parseArn(Source);
  if (source?.service !== 'dynamodb' || !source.resource.includes('/stream/')) {
    throw refusal(`Source: the sandbox's pipes read DynamoDB streams, not ${Source}.`);
  }
  const target = parseArn(Target);
  const isBus = target?.service === 'events' && target.resource.startsWith('event-bus/');
  if (!isBus && (target?.service !== 'sqs' || Target.endsWith('.fifo'))) {
    throw refusal(`Target: the sandbox's pipes feed standard SQS queues and event buses, not ${Target}.`);
  }
}

function refusal(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
