import { parseJson } from '../kernel/json.ts';
import { fifoUnsupported, invalidParameter, refusal } from './errors.ts';
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
} as const;

/** Attributes that are JSON text, with what refuses a bad one. */
const documents: Readonly<Record<string, (text: string) => unknown>> = {
  Policy: (text) => {
    if (parseJson(text) === undefined) throw badValue('Policy');
  },
  RedrivePolicy: parseRedrivePolicy,
  RedriveAllowPolicy: parseRedriveAllowPolicy,
};

/** Attributes that a client may set; nothing is encrypted here, so the keys for it are refused by name. */
export const settableAttributes: readonly string[] = [...Object.keys(numbers), ...Object.keys(documents)];

/** Throws AwsError for a name that SQS, or the sandbox, does not take. */
export function checkQueueName(name: string): void {
  if (name.endsWith('.fifo')) throw fifoUnsupported(name);
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return;
  const message = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  throw invalidParameter(message);
}

/** Checks names and values as SQS does. Throws AwsError. */
export function checkQueueAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'FifoQueue') throw fifoUnsupported('FifoQueue');
    const check = Object.hasOwn(documents, name) ? documents[name] : undefined;
    if (check !== undefined && value !== '') check(value);
    else if (isNumber(name)) checkNumber(name, value);
    else if (check === undefined) throw refusal('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
}

/** The attributes after a change: an empty text takes a policy away. */
export function changedAttributes(before: QueueAttributes, change: QueueAttributes): QueueAttributes {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''));
}

/** The attributes as GetQueueAttributes shows them, defaults included. */
export function shownAttributes(attributes: QueueAttributes): QueueAttributes {
  const defaults = Object.entries(numbers).map(([name, [byDefault]]) => [name, String(byDefault)]);
  return { ...Object.fromEntries(defaults), ...attributes };
}

/** What checked attributes mean. */
export function settingsOf(attributes: QueueAttributes): QueueSettings {
  const { RedrivePolicy: redrive, RedriveAllowPolicy: redriveAllow } = attributes;
  const number = (name: keyof typeof numbers): number => Number(attributes[name] ?? numbers[name][0]);
  return {
    visibilityTimeout: number('VisibilityTimeout') * 1_000,
    delay: number('DelaySeconds') * 1_000,
    retention: number('MessageRetentionPeriod') * 1_000,
    receiveWait: number('ReceiveMessageWaitTimeSeconds') * 1_000,
    maximumMessageSize: number('MaximumMessageSize'),
    redrive: redrive === undefined ? undefined : parseRedrivePolicy(redrive),
    redriveAllow: redriveAllow === undefined ? undefined : parseRedriveAllowPolicy(redriveAllow),
  };
}

function isNumber(name: string): name is keyof typeof numbers {
  return Object.hasOwn(numbers, name);
}

function checkNumber(name: keyof typeof numbers, value: string): void {
  const [, smallest, largest] = numbers[name];
  const isWhole = /^\d{1,9}$/.test(value);
  if (!isWhole || Number(value) < smallest || Number(value) > largest) throw badValue(name);
}

function badValue(name: string): Error {
  return refusal('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}
