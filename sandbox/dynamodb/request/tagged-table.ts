import { AwsError } from '../../kernel/errors.ts';
import { parseArn } from '../../kernel/place.ts';
import { invalidParameter } from '../errors.ts';
import type { Room } from '../room.ts';
import type { Table } from '../table/table.ts';
import { Constraints } from './constraints.ts';
import { text } from './members.ts';
import type { RawInput } from './members.ts';
import { nameOf } from './table-name.ts';

/** The ResourceArn member. Throws AwsError where it is none of a table. */
export function resourceArnOf(raw: RawInput): string {
  const arn = text(raw, 'ResourceArn');
  const constraints = new Constraints();
  constraints.required('resourceArn', arn);
  constraints.check();
  if (parseArn(arn ?? '')?.resource.startsWith('table/') !== true) {
    throw invalidParameter(`Invalid ResourceArn provided as input ${arn ?? ''}`);
  }
  return arn ?? '';
}

/** The table behind an ARN. Tables of other accounts are out of reach, as on AWS. */
export function taggedTable(room: Room, arn: string): Table {
  if (parseArn(arn)?.accountId !== room.ground.place.accountId) {
    throw new AwsError('AccessDeniedException', `The resource ${arn} belongs to another account`);
  }
  const table = room.tables.find(nameOf(arn));
  if (table !== undefined) return table;
  throw new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: ResourcArn: ${arn} not found`,
  );
}
