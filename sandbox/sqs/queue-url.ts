import type { Ground } from '../kernel/ground.ts';
import type { Permission } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { queueDoesNotExist } from './errors.ts';

/** URL of a queue, built at answer time: the port may change between two starts, the name does not. */
export function queueUrlOf(ground: Pick<Ground, 'endpoint' | 'place'>, queueName: string): string {
  return `${ground.endpoint()}/${ground.place.accountId}/${queueName}`;
}

/** Account and name in a queue URL of any host. Throws QueueDoesNotExist where there is no name. */
export function parseQueueUrl(url: string): { readonly accountId: string; readonly name: string } {
  const [, accountId, name] = /(?:^|\/)(\d{12})\/([^/?#]+)\/?$/.exec(url) ?? [];
  if (accountId === undefined || name === undefined) throw queueDoesNotExist();
  return { accountId, name };
}

/** `action` on the queue of the input's URL, whether that queue exists or not. */
export function onQueue(
  action: string,
): (input: { readonly QueueUrl: string }, place: Place) => readonly Permission[] {
  return ({ QueueUrl }, place) => {
    const { accountId, name } = parseQueueUrl(QueueUrl);
    return [{ action, resource: arn({ ...place, accountId }, 'sqs', name) }];
  };
}
