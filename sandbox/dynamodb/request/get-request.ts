import type { Projection } from '../expression/projection.ts';
import { readExpressions } from '../expression/request-expressions.ts';
import type { Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import type { CapacityDetail } from './capacity.ts';
import { Constraints } from './constraints.ts';
import { flag, refuseUnsupported, text } from './members.ts';
import type { RawInput } from './members.ts';
import { tableNameOf } from './table-name.ts';
import { capacityDetail } from './write-answer.ts';

/** One item that is asked for. */
export interface GetRequest {
  readonly tableName: string;
  readonly key: Item;
  readonly projection?: Projection;
  readonly isConsistent: boolean;
  readonly capacity: CapacityDetail;
}

const members = ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'];

/** Reads the input of GetItem. Throws AwsError with DynamoDB's texts. */
export function readGet(raw: RawInput): GetRequest {
  const tableName = tableNameOf(raw);
  const constraints = new Constraints();
  constraints.required('key', raw['Key']);
  constraints.oneOf('returnConsumedCapacity', text(raw, 'ReturnConsumedCapacity'), [
    'INDEXES',
    'TOTAL',
    'NONE',
  ]);
  constraints.check();
  refuseUnsupported(raw, {
    members: [...members, 'ConsistentRead', 'ReturnConsumedCapacity'],
    legacy: ['AttributesToGet'],
  });
  return {
    ...readKey(raw),
    tableName,
    capacity: capacityDetail(raw),
    isConsistent: flag(raw, 'ConsistentRead') ?? false,
  };
}

/** Reads one Get of TransactGetItems. */
export function readTransactGet(raw: RawInput): GetRequest {
  const tableName = tableNameOf(raw);
  const constraints = new Constraints();
  constraints.required('key', raw['Key']);
  constraints.check();
  refuseUnsupported(raw, { members });
  return { ...readKey(raw), tableName, capacity: 'NONE', isConsistent: true };
}

function readKey(raw: RawInput): Pick<GetRequest, 'key' | 'projection'> {
  return { key: readItem(raw['Key']), ...readExpressions(raw, ['ProjectionExpression']) };
}
