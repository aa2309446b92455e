import { isObject, parseJson } from '../kernel/json.ts';
import { parseArn } from '../kernel/place.ts';
import { invalidParameter, unsupported } from './errors.ts';
import { compileFilter } from './filter-policy.ts';
import type { MessageFilter } from './filter-policy.ts';
import type { Texts } from './topic-store.ts';

/** What the attributes of a subscription mean. */
export interface SubscriptionSettings {
  readonly isRaw: boolean;
  readonly filter: MessageFilter | undefined;
  readonly deadLetterTargetArn: string | undefined;
}

const notHere = ['DeliveryPolicy', 'SubscriptionRoleArn', 'ReplayPolicy'];

/** The attributes after a change; an empty text takes a policy away. Throws InvalidParameter. */
export function changedAttributes(before: Texts, change: Texts): Texts {
  for (const [name, value] of Object.entries(change)) checkAttribute(name, value);
  const changed = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''),
  );
  settingsOf(changed);
  return changed;
}

/** What attributes mean. Throws InvalidParameter for a policy that is none. */
export function settingsOf(attributes: Texts): SubscriptionSettings {
  const { FilterPolicy: filter, FilterPolicyScope: scope, RedrivePolicy: redrive } = attributes;
  const filterScope = scope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';
  return {
    isRaw: attributes['RawMessageDelivery'] === 'true',
    filter: filter === undefined ? undefined : compileFilter(filter, filterScope),
    deadLetterTargetArn: redrive === undefined ? undefined : deadLetterTargetOf(redrive),
  };
}

function checkAttribute(name: string, value: string): void {
  switch (name) {
    case 'FilterPolicy':
    case 'RedrivePolicy':
      return;
    case 'RawMessageDelivery':
      if (value === 'true' || value === 'false') return;
      throw invalidParameter(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
    case 'FilterPolicyScope':
      if (value === 'MessageAttributes' || value === 'MessageBody') return;
      throw invalidParameter(
        `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
      );
    default:
      throw notHere.includes(name) ? unsupported(name) : invalidParameter('AttributeName');
  }
}

function deadLetterTargetOf(text: string): string {
  const policy = parseJson(text);
  if (!isObject(policy)) throw invalidParameter('RedrivePolicy: failed to parse JSON.');
  const { deadLetterTargetArn } = policy;
  if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs') {
    throw invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  return deadLetterTargetArn;
}
