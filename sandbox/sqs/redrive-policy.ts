import * as z from 'zod';
import { parseJson } from '../kernel/json.ts';
import { parseArn } from '../kernel/place.ts';
import { invalidValue } from './errors.ts';

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string().refine((text) => parseArn(text)?.service === 'sqs'),
  maxReceiveCount: z.coerce.number().int().min(1).max(1_000),
});

const redriveAllowPolicy = z
  .strictObject({
    redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
    sourceQueueArns: z.array(z.string()).max(10).default([]),
  })
  // The queues belong to byQueue, and only there.
  .refine(({ redrivePermission, sourceQueueArns }) => {
    return (redrivePermission === 'byQueue') === sourceQueueArns.length > 0;
  });

/** Where messages go that were received too often. */
export type RedrivePolicy = z.output<typeof redrivePolicy>;

/** Which queues may use a queue as their dead-letter queue. */
export type RedriveAllowPolicy = z.output<typeof redriveAllowPolicy>;

/** Reads a RedrivePolicy attribute. Throws InvalidParameterValue. */
export function parseRedrivePolicy(text: string): RedrivePolicy {
  const parsed = redrivePolicy.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const reason =
    'Redrive policy is not a valid JSON map of the ARN of a queue and a maxReceiveCount from 1 to 1000.';
  throw invalidValue('RedrivePolicy', text, reason);
}

/** Reads a RedriveAllowPolicy attribute. Throws InvalidParameterValue. */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const parsed = redriveAllowPolicy.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw invalidValue('RedriveAllowPolicy', text, 'Amazon SQS cannot read it as a redrive allow policy.');
}

/** Whether `policy` lets `sourceArn` use its queue as a dead-letter queue; without a policy everybody may. */
export function allowsSource(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (policy === undefined || policy.redrivePermission === 'allowAll') return true;
  return policy.redrivePermission === 'byQueue' && policy.sourceQueueArns.includes(sourceArn);
}
