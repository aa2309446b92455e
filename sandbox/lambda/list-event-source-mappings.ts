import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { eventSourceOutput } from './event-source-output.ts';
import { nameIn } from './function-store.ts';
import type { EventSourceOperations } from './update-event-source-mapping.ts';

const parse = inputOf(
  z.strictObject({
    EventSourceArn: z.string().optional(),
    FunctionName: z.string().optional(),
    Marker: z.string().optional(),
    MaxItems: z.coerce.number().int().min(1).max(10_000).default(100),
  }),
  'InvalidParameterValueException',
);

/** ListEventSourceMappings, by UUID; the marker is the last UUID of the page before. */
export function listEventSourceMappings({ ground, store }: EventSourceOperations): Operation {
  return operation({
    name: 'ListEventSourceMappings',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
    run: (input) => {
      const name =
        input.FunctionName === undefined ? undefined : nameIn(input.FunctionName, ground.place).name;
      const rest = store
        .list()
        .filter((each) => name === undefined || each.functionName === name)
        .filter((each) => input.EventSourceArn === undefined || each.sourceArn === input.EventSourceArn)
        .filter((each) => input.Marker === undefined || each.uuid > input.Marker);
      const page = rest.slice(0, input.MaxItems);
      return {
        EventSourceMappings: page.map((mapping) => eventSourceOutput(ground.place, mapping)),
        ...(rest.length > page.length ? { NextMarker: page.at(-1)?.uuid } : {}),
      };
    },
  });
}
