import type { Ground } from '../kernel/ground.ts';
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
