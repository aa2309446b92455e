import type { JsonObject } from '../../kernel/json.ts';
import { onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import type { SamEvent } from './event.ts';
import { beside, picked, renamed } from './generated.ts';
import type { Generated } from './generated.ts';

const ofTarget = ['Input', 'InputPath', 'InputTransformer', 'DeadLetterConfig', 'RetryPolicy'];
const ofSchedule = {
  Schedule: 'ScheduleExpression',
  Name: 'Name',
  Description: 'Description',
  State: 'State',
};
const ofPattern = { Pattern: 'EventPattern', EventBusName: 'EventBusName', RuleName: 'Name', State: 'State' };

/** A Schedule or EventBridgeRule event → AWS::Events::Rule with one target. */
export function ruleEvent(event: SamEvent, target: JsonObject): Generated {
  const { resource, id, type, properties, at } = event;
  const names = type === 'Schedule' ? ofSchedule : ofPattern;
  onlyKeys(properties, [...Object.keys(names), ...ofTarget, 'Enabled', 'Target'], at);
  const { Enabled: enabled, State: state, Target: named } = properties;
  if (enabled !== undefined && state !== undefined) {
    throw new TemplateError(at, 'State and Enabled cannot both be specified');
  }
  if (enabled !== undefined && typeof enabled !== 'boolean')
    throw new TemplateError(`${at}.Enabled`, 'must be true or false');
  const ownId = typeof named === 'object' && named !== null && 'Id' in named ? { Id: named['Id'] ?? '' } : {};
  return beside(resource, id, {
    type: 'AWS::Events::Rule',
    properties: {
      ...renamed(properties, names),
      ...(enabled === undefined ? {} : { State: enabled ? 'ENABLED' : 'DISABLED' }),
      Targets: [{ ...target, ...ownId, ...picked(properties, ofTarget) }],
    },
  });
}
