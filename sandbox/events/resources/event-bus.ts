import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { busArn } from '../bus-store.ts';
import type { BusStore } from '../bus-store.ts';

const withoutEffect = { Tags: 'the sandbox keeps no tags of buses' };

const parse = inputOf(
  z.strictObject({
    Name: z.string().regex(/^[.\-\w]{1,256}$/),
    Description: z.string().optional(),
    Tags: z.unknown().optional(),
  }),
);

/** AWS::Events::EventBus: Ref is the name. */
export function eventBusResource({ place }: Ground, buses: BusStore): ResourceType {
  return resourceType({
    type: 'AWS::Events::EventBus',
    withoutEffect,
    parse,
    identify: ({ properties }) => ({
      physicalId: properties.Name,
      attributes: { Arn: busArn(place, properties.Name), Name: properties.Name },
    }),
    provision: ({ properties }) => {
      buses.put({ name: properties.Name, description: properties.Description }, true);
    },
    remove: (name) => {
      buses.remove(name);
    },
  });
}
