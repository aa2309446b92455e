import { createHash } from 'node:crypto';
import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import type { Place } from '../../kernel/place.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { eventSourceMembers, newEventSource } from '../event-source-spec.ts';
import type { EventSources } from '../event-sources.ts';
import { nameIn } from '../function-store.ts';

const properties = z.strictObject({
  ...eventSourceMembers,
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
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
    provision: (request) => {
      const {
        EventSourceArn: sourceArn,
        StartingPosition: startingPosition,
        ...settings
      } = request.properties;
      const functionName = nameIn(settings.FunctionName, place).name;
      const names = { uuid: uuidOf(request), functionName, sourceArn, startingPosition };
      sources.put(newEventSource(names, settings));
    },
    remove: (uuid) => {
      sources.remove(uuid);
    },
  });
}

/** The same mapping has the same UUID at every start, so that its position in a stream is found again. */
function uuidOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
