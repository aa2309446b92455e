import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { compilePattern } from '../../kernel/event-language/pattern.ts';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { busName, busNotFound, defaultBus } from '../bus-store.ts';
import type { EventsRoom } from '../room.ts';
import { ruleArn } from '../rule-store.ts';
import type { RuleKey } from '../rule-store.ts';
import { parseSchedule } from '../schedule.ts';
import { checkTarget, targetsSchema } from '../target.ts';

const parse = inputOf(
  z.strictObject({
    Name: z
      .string()
      .regex(/^[.\-\w]{1,64}$/)
      .optional(),
    Description: z.unknown().optional(),
    EventBusName: z.string().optional(),
    EventPattern: z.record(z.string(), z.json()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    RoleArn: z.unknown().optional(),
    Targets: targetsSchema.default([]),
    Tags: z.unknown().optional(),
  }),
);

type Properties = ReturnType<typeof parse>;

/** AWS::Events::Rule: Ref is the name, on a custom bus `bus|name`. `onSchedule` is told when a due time may have moved. */
export function ruleResource({ ground, buses, rules }: EventsRoom, onSchedule: () => void): ResourceType {
  return resourceType({
    type: 'AWS::Events::Rule',
    withoutEffect: {
      Description: 'nothing shows it',
      RoleArn: 'the roles of its targets count',
      Tags: 'the sandbox keeps no tags of rules',
    },
    parse: (properties) => {
      const parsed = parse(properties);
      checkRule(parsed);
      return parsed;
    },
    identify: (request) => {
      const key = keyOf(request);
      const physicalId = key.bus === defaultBus ? key.name : `${key.bus}|${key.name}`;
      return { physicalId, attributes: { Arn: ruleArn(ground.place, key) } };
    },
    provision: (request) => {
      const { EventPattern, ScheduleExpression, State, Targets } = request.properties;
      const key = keyOf(request);
      if (!buses.exists(key.bus)) throw busNotFound(key.bus);
      rules.put({
        ...key,
        pattern: EventPattern === undefined ? null : JSON.stringify(EventPattern),
        schedule: ScheduleExpression ?? null,
        enabled: State === 'ENABLED' ? 1 : 0,
        targets: JSON.stringify(Targets),
      });
      ground.store.afterCommit(onSchedule);
    },
    remove: (physicalId) => {
      const [name = '', bus = defaultBus] = physicalId.split('|').reverse();
      rules.remove({ bus, name });
    },
  });
}

function checkRule({ EventBusName, EventPattern, ScheduleExpression, Targets }: Properties): void {
  if (EventPattern === undefined && ScheduleExpression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (EventPattern !== undefined) compilePattern(JSON.stringify(EventPattern));
  if (ScheduleExpression !== undefined) {
    parseSchedule(ScheduleExpression);
    if (busName(EventBusName) !== defaultBus) {
      throw invalid('ScheduleExpression is supported only on the default event bus.');
    }
  }
  Targets.forEach(checkTarget);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function keyOf(request: ResourceRequest<Properties>): RuleKey {
  const { EventBusName, Name = generatedName(request) } = request.properties;
  return { bus: busName(EventBusName), name: Name };
}
