import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseArn } from '../kernel/place.ts';

/** A mapping from a queue or a stream to a function, as its row keeps it. */
export interface EventSourceSpec {
  readonly uuid: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly source: 'queue' | 'stream';
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  /** JSON texts of event patterns; a record that fits none is passed over. Empty: every record counts. */
  readonly filters: readonly string[];
  /** Queues: batches at a time. */
  readonly maximumConcurrency?: number;
  /** Streams: where a new mapping begins. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST';
  /** Streams: -1 for as long as the record is kept. */
  readonly maximumRetryAttempts: number;
  /** Streams: -1 for as long as the record is kept. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectsOnError: boolean;
  readonly onFailure?: string;
}

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const truth = z.union([z.boolean(), z.stringbool()]);

/** The settings that UpdateEventSourceMapping and CloudFormation share. */
export const eventSourceMembers = {
  FunctionName: z.string().optional(),
  Enabled: truth.optional(),
  BatchSize: whole(1, 10_000).optional(),
  MaximumBatchingWindowInSeconds: whole(0, 300).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10) })
    .optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: whole(2, 1_000).optional() }).optional(),
  MaximumRetryAttempts: whole(-1, 10_000).optional(),
  MaximumRecordAgeInSeconds: whole(-1, 604_800).optional(),
  BisectBatchOnFunctionError: truth.optional(),
  ParallelizationFactor: whole(1, 10).optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
} as const;

/** The shared settings after validation. */
export type EventSourceSettings = z.output<z.ZodObject<typeof eventSourceMembers>>;

/** What a new mapping is made of besides its settings. */
export interface EventSourceNames {
  readonly uuid: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | undefined;
}

/** A new mapping with AWS's defaults. Throws InvalidParameterValueException for combinations that AWS refuses. */
export function newEventSource(names: EventSourceNames, given: EventSourceSettings): EventSourceSpec {
  const { startingPosition, ...own } = names;
  const service = parseArn(names.sourceArn)?.service;
  if (service !== 'sqs' && service !== 'dynamodb') {
    throw invalid(
      `The sandbox supports SQS queues and DynamoDB streams as event sources, not ${names.sourceArn}.`,
    );
  }
  const source = service === 'sqs' ? 'queue' : 'stream';
  if (source === 'stream' && startingPosition === undefined) {
    throw invalid(
      '1 validation error detected: Value null at startingPosition failed to satisfy constraint: Member must not be null.',
    );
  }
  if (source === 'queue' && startingPosition !== undefined) {
    throw invalid('StartingPosition is not valid for SQS event sources.');
  }
  const base: EventSourceSpec = {
    ...own,
    ...(startingPosition === undefined ? {} : { startingPosition }),
    source,
    isEnabled: true,
    batchSize: source === 'queue' ? 10 : 100,
    windowSeconds: 0,
    reportsItemFailures: false,
    filters: [],
    maximumRetryAttempts: -1,
    maximumRecordAgeSeconds: -1,
    bisectsOnError: false,
  };
  return changedEventSource(base, given);
}

/** A mapping with some settings changed. Throws InvalidParameterValueException for combinations that AWS refuses. */
export function changedEventSource(before: EventSourceSpec, given: EventSourceSettings): EventSourceSpec {
  refuseForeign(before, given);
  const concurrency = given.ScalingConfig?.MaximumConcurrency ?? before.maximumConcurrency;
  const onFailure = given.DestinationConfig?.OnFailure?.Destination ?? before.onFailure;
  const after: EventSourceSpec = {
    ...before,
    isEnabled: given.Enabled ?? before.isEnabled,
    batchSize: given.BatchSize ?? before.batchSize,
    windowSeconds: given.MaximumBatchingWindowInSeconds ?? before.windowSeconds,
    reportsItemFailures:
      given.FunctionResponseTypes === undefined
        ? before.reportsItemFailures
        : given.FunctionResponseTypes.length > 0,
    filters: given.FilterCriteria?.Filters.map((filter) => filter.Pattern) ?? before.filters,
    maximumRetryAttempts: given.MaximumRetryAttempts ?? before.maximumRetryAttempts,
    maximumRecordAgeSeconds: given.MaximumRecordAgeInSeconds ?? before.maximumRecordAgeSeconds,
    bisectsOnError: given.BisectBatchOnFunctionError ?? before.bisectsOnError,
    ...(concurrency === undefined ? {} : { maximumConcurrency: concurrency }),
    ...(onFailure === undefined ? {} : { onFailure }),
  };
  if (after.source === 'queue' && after.batchSize > 10 && after.windowSeconds === 0) {
    throw invalid(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return after;
}

const queueOnly = ['ScalingConfig'] as const;
const streamOnly = [
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'ParallelizationFactor',
  'DestinationConfig',
] as const;

function refuseForeign({ source }: EventSourceSpec, given: EventSourceSettings): void {
  const foreign = source === 'queue' ? streamOnly : queueOnly;
  const name = foreign.find((member) => given[member] !== undefined);
  const kind = source === 'queue' ? 'SQS' : 'DynamoDB';
  if (name !== undefined)
    throw invalid(`Unsupported ${name} parameter for given event source mapping type: ${kind}`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { details: { Type: 'User' } });
}
