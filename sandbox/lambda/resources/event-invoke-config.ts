import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import type { Place } from '../../kernel/place.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { defaultEventInvokeConfig } from '../function-spec.ts';
import { nameIn } from '../function-store.ts';
import type { FunctionStore } from '../function-store.ts';

const destination = z.strictObject({ Destination: z.string() }).optional();

const properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.coerce
    .number()
    .int()
    .min(0)
    .max(2)
    .default(defaultEventInvokeConfig.maximumRetryAttempts),
  MaximumEventAgeInSeconds: z.coerce
    .number()
    .int()
    .min(60)
    .max(21_600)
    .default(defaultEventInvokeConfig.maximumEventAgeSeconds),
  DestinationConfig: z.strictObject({ OnSuccess: destination, OnFailure: destination }).optional(),
});

/** AWS::Lambda::EventInvokeConfig: retries and destinations of asynchronous invocations. */
export function eventInvokeConfigResource(place: Place, functions: FunctionStore): ResourceType {
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::Lambda::EventInvokeConfig',
    parse: inputOf(properties, 'ValidationError'),
    withoutEffect: {},
    identify: (request) => ({
      physicalId: nameIn(request.properties.FunctionName, place).name,
      attributes: {},
    }),
    provision: ({ properties: given }, { physicalId: name }) => {
      const { OnSuccess: onSuccess, OnFailure: onFailure } = given.DestinationConfig ?? {};
      functions.putAsyncConfig(name, {
        maximumRetryAttempts: given.MaximumRetryAttempts,
        maximumEventAgeSeconds: given.MaximumEventAgeInSeconds,
        onSuccess: onSuccess?.Destination,
        onFailure: onFailure?.Destination,
      });
    },
    remove: (name) => {
      functions.removeAsyncConfig(name);
    },
  });
}
