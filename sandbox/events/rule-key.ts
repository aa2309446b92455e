import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { defaultBus } from './bus-store.ts';

/** What identifies a rule. */
export interface RuleKey {
  readonly bus: string;
  readonly name: string;
}

/** ARN of a rule; rules of custom buses carry the bus's name. */
export function ruleArn(place: Place, { bus, name }: RuleKey): string {
  return arn(place, 'events', bus === defaultBus ? `rule/${name}` : `rule/${bus}/${name}`);
}
