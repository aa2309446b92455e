import type { Predicate } from '../expression/compile-condition.ts';
import type { Update } from '../expression/compile-update.ts';
import { readExpressions } from '../expression/request-expressions.ts';
import type { Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import { tableName } from './members.ts';
import { anything, inputWith, object, oneOf, required, text } from './shape.ts';
import type { Members, RawInput } from './shape.ts';

/** The four things that a request may do to one item. */
export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** One write to one item, checked as far as it can be without the table. */
export interface WriteRequest {
  readonly kind: WriteKind;
  readonly tableName: string;
  /** The whole item of a Put, the key of everything else. */
  readonly subject: Item;
  readonly condition?: Predicate;
  readonly update?: Update;
  /** Show the item to a caller whose condition failed. */
  readonly showsOnFailure: boolean;
}

const legacy = ['AttributeUpdates', 'Expected', 'ConditionalOperator'];
const condition = {
  ConditionExpression: text(),
  ExpressionAttributeNames: object('Map'),
  ExpressionAttributeValues: object('Map'),
  ReturnValuesOnConditionCheckFailure: oneOf('ALL_OLD', 'NONE'),
};
const put = { TableName: tableName, Item: required(anything), ...condition };
const byKey = { TableName: tableName, Key: required(anything), ...condition };
const membersOf = {
  Put: put,
  Update: { ...byKey, UpdateExpression: text() },
  Delete: byKey,
  ConditionCheck: byKey,
};

/** A reader for one write and the members called `more`. Throws AwsError with DynamoDB's texts. */
export function writeReader<More extends Members>(kind: WriteKind, more: More) {
  const read = inputWith(membersOf[kind], more, legacy);
  return (raw: RawInput) => {
    const input = read(raw);
    const write: WriteRequest = {
      kind,
      tableName: input.TableName,
      subject: readItem('Item' in input ? input.Item : input.Key),
      ...readExpressions(input),
      showsOnFailure: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    };
    return { input, write };
  };
}
