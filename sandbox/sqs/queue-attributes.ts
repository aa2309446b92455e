import { parseJson } from '../kernel/json.ts';
import { fifoUnsupported, invalidAttributeName, invalidAttributeValue } from './errors.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive-policy.ts';
import type { RedriveAllowPolicy, RedrivePolicy } from './redrive-policy.ts';

/** Queue attributes as text by name, as CreateQueue and SetQueueAttributes take them. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** What the attributes of a queue mean. Times in milliseconds, sizes in bytes. */
export interface QueueSettings {
  readonly visibilityTimeout: number;
  readonly delay: number;
  readonly retention: number;
  readonly receiveWait: number;
  readonly maximumMessageSize: number;
  readonly redrive: RedrivePolicy | undefined;
  readonly redriveAllow: RedriveAllowPolicy | undefined;
}

/** Number attributes: default, smallest and largest value, in AWS's units. */
const numbers = {
  DelaySeconds: [0, 0, 900],
  MaximumMessageSize: [1_048_576, 1_024, 1_048_576],
  MessageRetentionPeriod: [345_600, 60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
  VisibilityTimeout: [30, 0, 43_200],
  KmsDataKeyReusePeriodSeconds: [300, 60, 86_400],
} as const;

type NumberAttribute = keyof typeof numbers;

const fifoAttributes = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];
const alwaysShown: readonly NumberAttribute[] = [
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
];

/** Attributes that a client may set. */
export const settableAttributes: readonly string[] = [
  ...Object.keys(numbers),
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
];

/** Checks names and values as SQS does. Throws AwsError. */
export function checkQueueAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (fifoAttributes.includes(name)) {
      if (name === 'FifoQueue' && value === 'true') throw fifoUnsupported('FifoQueue');
      throw invalidAttributeName(name);
    }
    if (!settableAttributes.includes(name)) throw invalidAttributeName(name);
    if (isNumberAttribute(name)) checkNumber(name, value);
    else checkText(name, value);
  }
}

/** The attributes after a change: an empty text takes a policy or key away. */
export function changedAttributes(before: QueueAttributes, change: QueueAttributes): QueueAttributes {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''));
}

/** The attributes as GetQueueAttributes shows them, defaults included. */
export function shownAttributes(attributes: QueueAttributes): QueueAttributes {
  const defaults = alwaysShown.map((name) => [name, String(numbers[name][0])] as const);
  const managed = attributes['SqsManagedSseEnabled'] ?? String(attributes['KmsMasterKeyId'] === undefined);
  const reuse =
    attributes['KmsMasterKeyId'] === undefined
      ? {}
      : { KmsDataKeyReusePeriodSeconds: String(numberOf(attributes, 'KmsDataKeyReusePeriodSeconds')) };
  return { ...Object.fromEntries(defaults), ...reuse, ...attributes, SqsManagedSseEnabled: managed };
}

/** What checked attributes mean. */
export function settingsOf(attributes: QueueAttributes): QueueSettings {
  const { RedrivePolicy: redrive, RedriveAllowPolicy: redriveAllow } = attributes;
  return {
    visibilityTimeout: numberOf(attributes, 'VisibilityTimeout') * 1_000,
    delay: numberOf(attributes, 'DelaySeconds') * 1_000,
    retention: numberOf(attributes, 'MessageRetentionPeriod') * 1_000,
    receiveWait: numberOf(attributes, 'ReceiveMessageWaitTimeSeconds') * 1_000,
    maximumMessageSize: numberOf(attributes, 'MaximumMessageSize'),
    redrive: redrive === undefined ? undefined : parseRedrivePolicy(redrive),
    redriveAllow: redriveAllow === undefined ? undefined : parseRedriveAllowPolicy(redriveAllow),
  };
}

function isNumberAttribute(name: string): name is NumberAttribute {
  return Object.hasOwn(numbers, name);
}

function numberOf(attributes: QueueAttributes, name: NumberAttribute): number {
  return Number(attributes[name] ?? numbers[name][0]);
}

function checkNumber(name: NumberAttribute, value: string): void {
  const [, smallest, largest] = numbers[name];
  const isWhole = /^\d{1,9}$/.test(value);
  if (!isWhole || Number(value) < smallest || Number(value) > largest) throw invalidAttributeValue(name);
}

function checkText(name: string, value: string): void {
  if (value === '') return;
  if (name === 'RedrivePolicy') parseRedrivePolicy(value);
  if (name === 'RedriveAllowPolicy') parseRedriveAllowPolicy(value);
  if (name === 'Policy' && parseJson(value) === undefined) throw invalidAttributeValue(name);
  if (name === 'SqsManagedSseEnabled' && value !== 'true' && value !== 'false')
    throw invalidAttributeValue(name);
}
