import { Timestamp } from '../kernel/timestamp.ts';
import { functionArn } from './function-store.ts';
import type { StoredEventSource } from './event-source-store.ts';
import type { Place } from '../kernel/place.ts';

/** A mapping as the operations describe it. */
export function eventSourceOutput(
  place: Place,
  mapping: StoredEventSource,
): Readonly<Record<string, unknown>> {
  const isStream = mapping.source === 'stream';
  return {
    UUID: mapping.uuid,
    EventSourceArn: mapping.sourceArn,
    FunctionArn: functionArn(place, mapping.functionName),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    State: mapping.isEnabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    LastModified: new Timestamp(mapping.lastModified),
    ...(mapping.filters.length === 0
      ? {}
      : { FilterCriteria: { Filters: mapping.filters.map((pattern) => ({ Pattern: pattern })) } }),
    ...(mapping.maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency } }),
    ...(isStream
      ? {
          StartingPosition: mapping.startingPosition,
          MaximumRetryAttempts: mapping.maximumRetryAttempts,
          MaximumRecordAgeInSeconds: mapping.maximumRecordAgeSeconds,
          BisectBatchOnFunctionError: mapping.bisectsOnError,
          ParallelizationFactor: 1,
          DestinationConfig:
            mapping.onFailure === undefined ? {} : { OnFailure: { Destination: mapping.onFailure } },
        }
      : {}),
  };
}
