import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { EventSourceOperations } from './create-event-source-mapping.ts';
import { eventSourceOutput } from './event-source-output.ts';

const parse = inputOf(z.strictObject({ UUID: z.string() }), 'InvalidParameterValueException');

/** GetEventSourceMapping. */
export function getEventSourceMapping({ ground, store }: EventSourceOperations): Operation {
  return operation({
    name: 'GetEventSourceMapping',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'lambda:GetEventSourceMapping', resource: '*' }],
    run: (input) => eventSourceOutput(ground.place, store.get(input.UUID)),
  });
}
