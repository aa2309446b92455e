import { validation } from '../errors.ts';
import { readExpressions } from '../expression/request-expressions.ts';
import type { RequestExpressions } from '../expression/request-expressions.ts';
import type { Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import type { pageMembers } from './members.ts';
import type { InputOf } from './shape.ts';

type PageInput = InputOf<typeof pageMembers> & { readonly Limit: number | undefined };

/** What Query and Scan ask for. */
export interface PageRequest extends RequestExpressions {
  readonly input: PageInput;
  readonly startKey: Item | undefined;
  /** What is read, as permissions name it. */
  readonly resource: string;
}

/** Reads what Query and Scan have in common. Throws AwsError with DynamoDB's texts. */
export function readPageRequest(input: PageInput): PageRequest {
  checkSelect(input);
  const { TableName, IndexName, ExclusiveStartKey } = input;
  return {
    input,
    startKey: ExclusiveStartKey === undefined ? undefined : readItem(ExclusiveStartKey),
    resource: IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`,
    ...readExpressions(input),
  };
}

function checkSelect({ Select, IndexName, ProjectionExpression }: PageInput): void {
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && ProjectionExpression === undefined) {
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (ProjectionExpression !== undefined && Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES') {
    const shown = Select === 'COUNT' ? 'only the Count' : Select;
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${shown}`);
  }
}
