import type { RequestExpressions } from '../expression/request-expressions.ts';
import { readExpressions } from '../expression/request-expressions.ts';
import type { ExpressionName } from '../expression/request-expressions.ts';
import { validation } from '../errors.ts';
import type { Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import type { CapacityDetail } from './capacity.ts';
import { Constraints } from './constraints.ts';
import { flag, integer, isGiven, refuseUnsupported, text } from './members.ts';
import type { RawInput } from './members.ts';
import { namePattern, tableNameOf } from './table-name.ts';
import { capacityDetail } from './write-answer.ts';

/** What Query and Scan have in common. */
export interface ReadRequest extends RequestExpressions {
  readonly tableName: string;
  readonly indexName: string | undefined;
  readonly select: string | undefined;
  readonly limit: number | undefined;
  readonly startKey: Item | undefined;
  readonly isConsistent: boolean;
  readonly capacity: CapacityDetail;
}

/** How the two operations differ. */
export interface ReadMembers {
  readonly expressions: readonly ExpressionName[];
  readonly more: readonly string[];
  readonly legacy: readonly string[];
  readonly check?: (constraints: Constraints) => void;
  /** Checked after the constraints and before the expressions. */
  readonly checkBefore?: () => void;
}

const selects = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'];

/** A checked read, and what is read as permissions name it. */
export interface CheckedRead {
  readonly request: ReadRequest;
  readonly resource: string;
}

/** Reads the input of Query or Scan. Throws AwsError with DynamoDB's texts. */
export function readRead(raw: RawInput, read: ReadMembers): CheckedRead {
  const tableName = tableNameOf(raw);
  const indexName = text(raw, 'IndexName');
  const constraints = new Constraints();
  constraints.length('indexName', indexName, [3, 255]);
  constraints.pattern('indexName', indexName, namePattern);
  constraints.oneOf('select', text(raw, 'Select'), selects);
  constraints.oneOf('returnConsumedCapacity', text(raw, 'ReturnConsumedCapacity'), [
    'INDEXES',
    'TOTAL',
    'NONE',
  ]);
  read.check?.(constraints);
  constraints.check();
  refuseUnsupported(raw, {
    members: [
      'TableName',
      'IndexName',
      'Select',
      'Limit',
      'ExclusiveStartKey',
      'ConsistentRead',
      'ReturnConsumedCapacity',
      'ExpressionAttributeNames',
      'ExpressionAttributeValues',
      ...read.expressions,
      ...read.more,
    ],
    legacy: read.legacy,
  });
  read.checkBefore?.();
  checkSelect(raw);
  const request = {
    tableName,
    indexName,
    select: text(raw, 'Select'),
    limit: integer(raw, 'Limit'),
    startKey: isGiven(raw, 'ExclusiveStartKey') ? readItem(raw['ExclusiveStartKey']) : undefined,
    isConsistent: flag(raw, 'ConsistentRead') ?? false,
    capacity: capacityDetail(raw),
    ...readExpressions(raw, read.expressions),
  };
  return { request, resource: indexName === undefined ? tableName : `${tableName}/index/${indexName}` };
}

function checkSelect(raw: RawInput): void {
  const select = text(raw, 'Select');
  const hasProjection = isGiven(raw, 'ProjectionExpression');
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && !isGiven(raw, 'IndexName')) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && !hasProjection) {
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (hasProjection && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    const shown = select === 'COUNT' ? 'only the Count' : select;
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${shown}`);
  }
}
