import * as z from 'zod';
import { parseJson } from '../kernel/json.ts';
import { parseArn } from '../kernel/place.ts';
import { invalidValue } from './errors.ts';

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Which queues may use a queue as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns: readonly string[];
}

const mostReceives = 1_000;

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int(),
});

const redriveAllowPolicy = z.strictObject({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z.array(z.string()).max(10).default([]),
});

/** Reads a RedrivePolicy attribute. Throws InvalidParameterValue. */
export function parseRedrivePolicy(text: string): RedrivePolicy {
  const parsed = redrivePolicy.safeParse(parseJson(text));
  const refuse = (reason: string): Error => invalidValue('RedrivePolicy', text, reason);
  if (!parsed.success) throw refuse('Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn, maxReceiveCount } = parsed.data;
  if (maxReceiveCount < 1 || maxReceiveCount > mostReceives) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  if (parseArn(deadLetterTargetArn)?.service !== 'sqs')
    throw refuse('Invalid value for deadLetterTargetArn.');
  return parsed.data;
}

/** Reads a RedriveAllowPolicy attribute. Throws InvalidParameterValue. */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const parsed = redriveAllowPolicy.safeParse(parseJson(text));
  if (!parsed.success) {
    throw invalidValue('RedriveAllowPolicy', text, 'Amazon SQS cannot read it as a redrive allow policy.');
  }
  const { redrivePermission, sourceQueueArns } = parsed.data;
  if ((redrivePermission === 'byQueue') !== sourceQueueArns.length > 0) {
    throw invalidValue(
      'RedriveAllowPolicy',
      text,
      'sourceQueueArns belong to redrivePermission byQueue, and only there.',
    );
  }
  return parsed.data;
}

/** Whether `policy` lets `sourceArn` use its queue as a dead-letter queue; without a policy everybody may. */
export function allowsSource(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (policy === undefined || policy.redrivePermission === 'allowAll') return true;
  return policy.redrivePermission === 'byQueue' && policy.sourceQueueArns.includes(sourceArn);
}
