import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { EventSourceOperations } from './create-event-source-mapping.ts';
import { eventSourceOutput } from './event-source-output.ts';

const parse = inputOf(z.strictObject({ UUID: z.string() }), 'InvalidParameterValueException');

/** DeleteEventSourceMapping. */
export function deleteEventSourceMapping({ ground, sources, store }: EventSourceOperations): Operation {
  return operation({
    name: 'DeleteEventSourceMapping',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'lambda:DeleteEventSourceMapping', resource: '*' }],
    run: (input) => {
      const before = eventSourceOutput(ground.place, store.get(input.UUID));
      sources.remove(input.UUID);
      return { ...before, State: 'Deleting' };
    },
  });
}
