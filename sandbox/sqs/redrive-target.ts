import { invalidValue } from './errors.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { QueueStore } from './queue-store.ts';
import { allowsSource, parseRedrivePolicy } from './redrive-policy.ts';

/** Checks that the dead-letter queue of a redrive policy exists and allows the source. Throws InvalidParameterValue. */
export function checkRedriveTarget(
  queues: QueueStore,
  { sourceArn, attributes }: { readonly sourceArn: string; readonly attributes: QueueAttributes },
): void {
  const { RedrivePolicy: text } = attributes;
  if (text === undefined || text === '') return;
  const target = queues.byArn(parseRedrivePolicy(text).deadLetterTargetArn);
  if (target === undefined) throw invalidValue('RedrivePolicy', text, 'Dead letter target does not exist.');
  if (!allowsSource(target.settings.redriveAllow, sourceArn)) {
    throw invalidValue(
      'RedrivePolicy',
      text,
      'Queue does not have permission to use the dead letter target.',
    );
  }
}
