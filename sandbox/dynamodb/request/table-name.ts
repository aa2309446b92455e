import { parseArn } from '../../kernel/place.ts';
import { Constraints } from './constraints.ts';
import { refuseUnsupported, text } from './members.ts';
import type { RawInput } from './members.ts';

/** Characters of table and index names. */
export const namePattern = '[a-zA-Z0-9_.-]+';

/**
 * The table that a request names, by name or by ARN.
 * Checked alone and first: DynamoDB reports nothing else beside a bad table name.
 */
export function tableNameOf(raw: RawInput): string {
  const given = text(raw, 'TableName');
  const name = given === undefined ? undefined : nameOf(given);
  const constraints = new Constraints();
  constraints.required('tableName', name);
  constraints.length('tableName', name, [1, 255]);
  // Of an empty name only the length is reported.
  if (name !== '') constraints.pattern('tableName', name, namePattern);
  constraints.check();
  return name ?? '';
}

/** As `tableNameOf`, for operations that take nothing else. */
export function onlyTableNameOf(raw: RawInput): string {
  refuseUnsupported(raw, { members: ['TableName'] });
  return tableNameOf(raw);
}

/** The name in a table's ARN, or the text itself where it is none. */
export function nameOf(nameOrArn: string): string {
  const resource = parseArn(nameOrArn)?.resource;
  return resource?.startsWith('table/') === true ? (resource.split('/')[1] ?? '') : nameOrArn;
}
