import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import { parseArn } from '../../kernel/place.ts';
import type { Place } from '../../kernel/place.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { stableUuid } from '../../kernel/stable-uuid.ts';
import type { EventSource } from '../event-source-store.ts';
import type { EventSources } from '../event-sources.ts';
import { nameIn } from '../function-store.ts';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const truth = z.union([z.boolean(), z.stringbool()]);

const properties = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  Enabled: truth.default(true),
  BatchSize: whole(1, 10_000).optional(),
  MaximumBatchingWindowInSeconds: whole(0, 300).default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
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
  Tags: z.unknown().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::Lambda::EventSourceMapping for SQS queues and DynamoDB streams. */
export function eventSourceMappingResource(place: Place, sources: EventSources): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::Lambda::EventSourceMapping',
    parse: inputOf(properties, 'ValidationError'),
    withoutEffect: {
      ParallelizationFactor: 'a stream has one shard here and is read one batch at a time',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => ({ physicalId: uuidOf(request), attributes: { Id: uuidOf(request) } }),
    provision: ({ properties: given }, { physicalId: uuid }) => {
      const source = kindOf(given);
      sources.put({
        uuid,
        functionName: nameIn(given.FunctionName, place).name,
        sourceArn: given.EventSourceArn,
        source,
        isEnabled: given.Enabled,
        batchSize: given.BatchSize ?? (source === 'queue' ? 10 : 100),
        windowSeconds: given.MaximumBatchingWindowInSeconds,
        reportsItemFailures: given.FunctionResponseTypes.length > 0,
        filters: given.FilterCriteria?.Filters.map((filter) => filter.Pattern) ?? [],
        maximumConcurrency: given.ScalingConfig?.MaximumConcurrency,
        startingPosition: given.StartingPosition,
        maximumRetryAttempts: given.MaximumRetryAttempts ?? -1,
        maximumRecordAgeSeconds: given.MaximumRecordAgeInSeconds ?? -1,
        bisectsOnError: given.BisectBatchOnFunctionError ?? false,
        onFailure: given.DestinationConfig?.OnFailure?.Destination,
      });
    },
    remove: (uuid) => {
      sources.remove(uuid);
    },
  });
}

const streamOnly = [
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'ParallelizationFactor',
  'DestinationConfig',
] as const;

/** What is read. Throws InvalidParameterValueException for sources and combinations that AWS refuses. */
function kindOf(given: Properties): EventSource['source'] {
  const { EventSourceArn: arn, StartingPosition: position, BatchSize: size = 0 } = given;
  const service = parseArn(arn)?.service;
  if (service === 'dynamodb') {
    refuseForeign(given, ['ScalingConfig'], 'DynamoDB');
    if (position !== undefined) return 'stream';
    throw invalid(
      '1 validation error detected: Value null at startingPosition failed to satisfy constraint: Member must not be null.',
    );
  }
  if (service !== 'sqs') {
    throw invalid(`The sandbox supports SQS queues and DynamoDB streams as event sources, not ${arn}.`);
  }
  refuseForeign(given, streamOnly, 'SQS');
  if (position !== undefined) throw invalid('StartingPosition is not valid for SQS event sources.');
  if (size > 10 && given.MaximumBatchingWindowInSeconds === 0) {
    throw invalid(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return 'queue';
}

function refuseForeign(given: Properties, foreign: readonly (keyof Properties)[], kind: string): void {
  const name = foreign.find((member) => given[member] !== undefined);
  if (name !== undefined)
    throw invalid(`Unsupported ${name} parameter for given event source mapping type: ${kind}`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { details: { Type: 'User' } });
}

/** The same mapping has the same UUID at every start, so that its position in a stream is found again. */
function uuidOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return stableUuid(`${stackName}/${logicalId}`);
}
