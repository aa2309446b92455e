import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { eventSourceOutput } from './event-source-output.ts';
import { eventSourceMembers, newEventSource } from './event-source-spec.ts';
import type { EventSourceStore } from './event-source-store.ts';
import type { EventSources } from './event-sources.ts';
import type { FunctionStore } from './function-store.ts';

const parse = inputOf(
  z.strictObject({
    ...eventSourceMembers,
    FunctionName: z.string(),
    EventSourceArn: z.string(),
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  }),
  'InvalidParameterValueException',
);

/** What the operations on mappings work on. */
export interface EventSourceOperations {
  readonly ground: Ground;
  readonly functions: FunctionStore;
  readonly sources: EventSources;
  readonly store: EventSourceStore;
}

/** CreateEventSourceMapping; one function has at most one mapping of a source. */
export function createEventSourceMapping({
  ground,
  functions,
  sources,
  store,
}: EventSourceOperations): Operation {
  return operation({
    name: 'CreateEventSourceMapping',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'lambda:CreateEventSourceMapping', resource: '*' }],
    run: ({
      FunctionName: reference,
      EventSourceArn: sourceArn,
      StartingPosition: startingPosition,
      ...settings
    }) => {
      const functionName = functions.find(reference).name;
      const twin = store
        .list()
        .find((each) => each.functionName === functionName && each.sourceArn === sourceArn);
      if (twin !== undefined) throw alreadyMapped(twin.uuid);
      const uuid = ground.random.uuid();
      sources.put(newEventSource({ uuid, functionName, sourceArn, startingPosition }, settings));
      return eventSourceOutput(ground.place, store.get(uuid));
    },
  });
}

function alreadyMapped(uuid: string): AwsError {
  const message = `An event source mapping with SQS arn or stream arn and function name already exists. Please update or delete the existing mapping with UUID ${uuid}`;
  return new AwsError('ResourceConflictException', message, { status: 409, details: { Type: 'User' } });
}
