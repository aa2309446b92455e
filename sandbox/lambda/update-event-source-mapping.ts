import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { EventSourceOperations } from './create-event-source-mapping.ts';
import { eventSourceOutput } from './event-source-output.ts';
import { changedEventSource, eventSourceMembers } from './event-source-spec.ts';

const parse = inputOf(
  z.strictObject({ ...eventSourceMembers, UUID: z.string() }),
  'InvalidParameterValueException',
);

/** UpdateEventSourceMapping: `Enabled: false` pauses it where it stands. */
export function updateEventSourceMapping({
  ground,
  functions,
  sources,
  store,
}: EventSourceOperations): Operation {
  return operation({
    name: 'UpdateEventSourceMapping',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'lambda:UpdateEventSourceMapping', resource: '*' }],
    run: ({ UUID: uuid, ...settings }) => {
      const after = changedEventSource(store.get(uuid), settings);
      const functionName =
        settings.FunctionName === undefined ? after.functionName : functions.find(settings.FunctionName).name;
      sources.put({ ...after, functionName });
      return eventSourceOutput(ground.place, store.get(uuid));
    },
  });
}
