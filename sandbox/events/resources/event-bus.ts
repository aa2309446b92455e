import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { busArn } from '../bus-store.ts';
import type { EventsRoom } from '../room.ts';

const parse = inputOf(
  z.strictObject({
    Name: z.string().regex(/^[.\-\w]{1,256}$/),
    Description: z.unknown().optional(),
    Tags: z.unknown().optional(),
  }),
);

/** AWS::Events::EventBus: Ref is the name. */
export function eventBusResource({ ground, buses }: EventsRoom): ResourceType {
  return resourceType({
    type: 'AWS::Events::EventBus',
    withoutEffect: {
      Description: 'nothing shows it',
      Tags: 'the sandbox keeps no tags of buses',
    },
    parse,
    identify: ({ properties: { Name } }) => ({
      physicalId: Name,
      attributes: { Arn: busArn(ground.place, Name), Name },
    }),
    provision: ({ properties: { Name } }) => {
      buses.put(Name);
    },
    remove: (name) => {
      buses.remove(name);
    },
  });
}
