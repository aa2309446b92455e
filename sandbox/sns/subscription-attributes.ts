import { isObject, parseJson } from '../kernel/json.ts';
import { parseArn } from '../kernel/place.ts';
import { invalidParameter, unsupported } from './errors.ts';
import { checkFilterPolicy } from './filter-policy-check.ts';
import type { FilterPolicy, FilterScope } from './filter-policy.ts';
import type { Texts } from './topic-store.ts';

/** What the attributes of a subscription mean. */
export interface SubscriptionSettings {
  readonly isRaw: boolean;
  readonly filter: { readonly scope: FilterScope; readonly policy: FilterPolicy } | undefined;
  readonly deadLetterTargetArn: string | undefined;
}

const supported = ['RawMessageDelivery', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'];
const notHere = ['DeliveryPolicy', 'SubscriptionRoleArn', 'ReplayPolicy'];

/** The attributes after a change; an empty text takes a policy away. Throws InvalidParameter. */
export function changedAttributes(before: Texts, change: Texts): Texts {
  for (const [name, value] of Object.entries(change)) checkAttribute(name, value);
  const changed = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''),
  );
  const { FilterPolicy: filter } = changed;
  if (filter !== undefined) checkFilterPolicy(readObject('FilterPolicy', filter), scopeOf(changed));
  return changed;
}

/** What checked attributes mean. */
export function settingsOf(attributes: Texts): SubscriptionSettings {
  const { FilterPolicy: filter, RedrivePolicy: redrive } = attributes;
  return {
    isRaw: attributes['RawMessageDelivery'] === 'true',
    filter:
      filter === undefined
        ? undefined
        : {
            scope: scopeOf(attributes),
            policy: checkFilterPolicy(readObject('FilterPolicy', filter), scopeOf(attributes)),
          },
    deadLetterTargetArn: redrive === undefined ? undefined : deadLetterTargetOf(redrive),
  };
}

function checkAttribute(name: string, value: string): void {
  if (notHere.includes(name)) throw unsupported(name);
  if (!supported.includes(name)) throw invalidParameter('AttributeName');
  if (name === 'RawMessageDelivery' && value !== 'true' && value !== 'false') {
    throw invalidParameter(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  if (name === 'FilterPolicyScope' && value !== 'MessageAttributes' && value !== 'MessageBody') {
    throw invalidParameter(
      `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  }
  if (name === 'RedrivePolicy' && value !== '') deadLetterTargetOf(value);
}

function scopeOf(attributes: Texts): FilterScope {
  return attributes['FilterPolicyScope'] === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';
}

function deadLetterTargetOf(text: string): string {
  const { deadLetterTargetArn } = readObject('RedrivePolicy', text);
  if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs') {
    throw invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  return deadLetterTargetArn;
}

function readObject(name: string, text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text);
  if (!isObject(parsed)) throw invalidParameter(`${name}: failed to parse JSON.`);
  return parsed;
}
