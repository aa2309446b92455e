import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { busName, defaultBus } from '../bus-store.ts';
import type { RuleKey } from '../rule-key.ts';
import type { RuleStore } from '../rule-store.ts';
import { ruleArn } from '../rule-key.ts';
import { checkTarget, targetSchema } from '../target.ts';

const withoutEffect = { Tags: 'the sandbox keeps no tags of rules' };

const parse = inputOf(
  z.strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    EventBusName: z.string().optional(),
    EventPattern: z.record(z.string(), z.json()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).optional(),
    RoleArn: z.string().optional(),
    Targets: z.array(targetSchema).default([]),
    Tags: z.unknown().optional(),
  }),
);

type Request = ResourceRequest<ReturnType<typeof parse>>;

/** AWS::Events::Rule: Ref is the name, on a custom bus `bus|name`. */
export function ruleResource({ place }: Ground, rules: RuleStore): ResourceType {
  return resourceType({
    type: 'AWS::Events::Rule',
    withoutEffect,
    parse: (properties) => {
      const parsed = parse(properties);
      parsed.Targets.forEach(checkTarget);
      return parsed;
    },
    identify: (request) => {
      const key = keyOf(request);
      const physicalId = key.bus === defaultBus ? key.name : `${key.bus}|${key.name}`;
      return { physicalId, attributes: { Arn: ruleArn(place, key) } };
    },
    provision: (request) => {
      const { properties } = request;
      const key = keyOf(request);
      rules.put({
        ...key,
        description: properties.Description,
        pattern: properties.EventPattern === undefined ? undefined : JSON.stringify(properties.EventPattern),
        schedule: properties.ScheduleExpression,
        state: properties.State,
        roleArn: properties.RoleArn,
      });
      const ids = new Set(properties.Targets.map(({ Id }) => Id));
      for (const { Id } of rules.targets.list(key)) if (!ids.has(Id)) rules.targets.remove(key, Id);
      for (const target of properties.Targets) rules.targets.put(key, target);
    },
    remove: (physicalId) => {
      const [name = '', bus = defaultBus] = physicalId.split('|').reverse();
      for (const { Id } of rules.targets.list({ bus, name })) rules.targets.remove({ bus, name }, Id);
      rules.remove({ bus, name });
    },
  });
}

function keyOf({ stackName, logicalId, properties }: Request): RuleKey {
  return { bus: busName(properties.EventBusName), name: properties.Name ?? `${stackName}-${logicalId}` };
}
