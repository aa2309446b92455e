import * as z from 'zod';
import { definedIn } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { map, onlyKeys, shaped, text } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { beside, picked, ref, renamed } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

/** One entry of `Events`. */
export interface SamEvent {
  readonly resource: SamResource;
  /** `<FunctionId><EventName>`: the logical id of what the event becomes. */
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly at: string;
}

const event = z.strictObject({ Type: text.default(''), Properties: map.default({}) }, 'must be a map');
const events = z.record(z.string(), event, 'must be a map').default({});

/** The entries of a resource's `Events`. */
export function eventsOf(resource: SamResource): SamEvent[] {
  const at = `${resource.at}.Events`;
  const entries = Object.entries(shaped(events, resource.declaration.properties['Events'], at));
  return entries.map(([name, { Type: type, Properties: properties }]) => {
    const id = resource.logicalId + name;
    return { resource, id, type, properties, at: `${at}.${name}.Properties` };
  });
}

/** The permission that lets an event source invoke the function. */
export function invokePermission(
  { resource, id }: SamEvent,
  { principal, sourceArn, suffix = '' }: { principal: string; sourceArn: Json; suffix?: string },
): Generated {
  return beside(resource, `${id}Permission${suffix}`, {
    type: 'AWS::Lambda::Permission',
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref(resource.logicalId),
      Principal: principal,
      SourceArn: sourceArn,
    },
  });
}

/** The events that are rules, and what their own properties are called there. */
const rules = new Map([
  ['Schedule', { Schedule: 'ScheduleExpression', Name: 'Name', Description: 'Description', State: 'State' }],
  [
    'EventBridgeRule',
    { Pattern: 'EventPattern', EventBusName: 'EventBusName', RuleName: 'Name', State: 'State' },
  ],
]);

const ofTarget = ['Input', 'InputPath', 'InputTransformer', 'DeadLetterConfig', 'RetryPolicy'];

const ruleChoices = z.looseObject({
  Enabled: z.boolean('must be true or false').optional(),
  Target: z.strictObject({ Id: text.optional() }).default({}),
});

/**
 * A Schedule or EventBridgeRule (once called CloudWatchEvent) event → AWS::Events::Rule with one target; undefined for
 * other events.
 */
export function ruleEvent(
  { resource, id, type, properties, at }: SamEvent,
  target: JsonObject,
): Generated | undefined {
  const names = rules.get(type === 'CloudWatchEvent' ? 'EventBridgeRule' : type);
  if (names === undefined) return undefined;
  onlyKeys(properties, [...Object.keys(names), ...ofTarget, 'Enabled', 'Target'], at);
  const { Enabled: enabled, Target: named } = shaped(ruleChoices, properties, at);
  if (enabled !== undefined && properties['State'] !== undefined) {
    throw new TemplateError(at, 'State and Enabled cannot both be specified');
  }
  return beside(resource, id, {
    type: 'AWS::Events::Rule',
    properties: {
      ...renamed(properties, names),
      ...(enabled === undefined ? {} : { State: enabled ? 'ENABLED' : 'DISABLED' }),
      Targets: [{ ...target, ...definedIn({ Id: named.Id }), ...picked(properties, ofTarget) }],
    },
  });
}
