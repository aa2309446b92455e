import type { Predicate } from '../expression/compile-condition.ts';
import type { Update } from '../expression/compile-update.ts';
import { readExpressions } from '../expression/request-expressions.ts';
import type { ExpressionName } from '../expression/request-expressions.ts';
import type { Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import { Constraints } from './constraints.ts';
import { refuseUnsupported, text } from './members.ts';
import type { RawInput } from './members.ts';
import { tableNameOf } from './table-name.ts';

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

const expressionsOf: Readonly<Record<WriteKind, readonly ExpressionName[]>> = {
  Put: ['ConditionExpression'],
  Update: ['UpdateExpression', 'ConditionExpression'],
  Delete: ['ConditionExpression'],
  ConditionCheck: ['ConditionExpression'],
};
const legacy = ['AttributeUpdates', 'Expected', 'ConditionalOperator'];

/** What a write of an operation of its own takes beside the members of a write inside a transaction. */
export interface WriteMembers {
  readonly kind: WriteKind;
  readonly more: readonly string[];
  /** Checks the further members, so that all violations are reported together. */
  readonly check: (constraints: Constraints) => void;
}

/** Reads one write. Throws AwsError with DynamoDB's texts. */
export function readWrite(raw: RawInput, { kind, more, check }: WriteMembers): WriteRequest {
  const subject = kind === 'Put' ? 'Item' : 'Key';
  const expressions = expressionsOf[kind];
  const tableName = tableNameOf(raw);
  const constraints = new Constraints();
  constraints.required(subject.toLowerCase(), raw[subject]);
  check(constraints);
  const onFailure = text(raw, 'ReturnValuesOnConditionCheckFailure');
  constraints.oneOf('returnValuesOnConditionCheckFailure', onFailure, ['ALL_OLD', 'NONE']);
  constraints.check();
  const members = [
    'TableName',
    subject,
    ...expressions,
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'ReturnValuesOnConditionCheckFailure',
    ...more,
  ];
  refuseUnsupported(raw, { members, legacy });
  return {
    kind,
    tableName,
    subject: readItem(raw[subject]),
    ...readExpressions(raw, expressions),
    showsOnFailure: onFailure === 'ALL_OLD',
  };
}
