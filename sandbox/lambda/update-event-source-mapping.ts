import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { eventSourceOutput } from './event-source-output.ts';
import { changedEventSource, eventSourceMembers } from './event-source-spec.ts';
import type { EventSourceStore } from './event-source-store.ts';
import type { EventSources } from './event-sources.ts';
import type { FunctionStore } from './function-store.ts';
import type { Ground } from '../kernel/ground.ts';

const parse = inputOf(
  z.strictObject({ ...eventSourceMembers, UUID: z.string() }),
  'InvalidParameterValueException',
);

/** What the operations on mappings work on; mappings are made by the template alone. */
export interface EventSourceOperations {
  readonly ground: Ground;
  readonly functions: FunctionStore;
  readonly sources: EventSources;
  readonly store: EventSourceStore;
}

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
