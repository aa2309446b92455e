import { invalidParameter } from './errors.ts';

/** A page of named things and the token of the next page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

const largestPage = 1_000;

/**
 * The page after `token`: the token is the last name of the page before, so that creations and deletions between two
 * pages neither skip nor double anything. Without `limit` everything, up to 1000, is one page without a token.
 */
export function pageOf<Item extends { readonly name: string }>(
  sorted: readonly Item[],
  { limit, token }: { readonly limit: number | undefined; readonly token: string | undefined },
): Page<Item> {
  if (limit !== undefined && (limit < 1 || limit > largestPage)) {
    throw invalidParameter(
      'Value for parameter MaxResults is invalid. Reason: Must be between 1 and 1000, if provided.',
    );
  }
  const after = token === undefined ? '' : Buffer.from(token, 'base64').toString('utf8');
  const rest = sorted.filter(({ name }) => name > after);
  const items = rest.slice(0, limit ?? largestPage);
  const last = items.at(-1)?.name;
  const isMore = limit !== undefined && rest.length > items.length && last !== undefined;
  return { items, nextToken: isMore ? Buffer.from(last).toString('base64') : undefined };
}
