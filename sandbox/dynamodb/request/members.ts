import { parseArn } from '../../kernel/place.ts';
import { invalidParameter } from '../errors.ts';
import { Findings, flag, length, list, matches, object, oneOf, required, structure } from './shape.ts';
import { text } from './shape.ts';
import type { Reader } from './shape.ts';

/** A name of a table or an index. */
export const namePattern = matches('[a-zA-Z0-9_.-]+');

/**
 * The table that a request names, by name or by ARN.
 * Checked alone and first: DynamoDB reports nothing else beside a bad table name.
 */
export const tableName = tableNameOf(1);

/** As `tableName`, for names of at least so many characters. */
export function tableNameOf(least: number): Reader<string> {
  return (value, at) => {
    const found = new Findings();
    const name = typeof value === 'string' ? nameOf(value) : value;
    // Of an empty name only the length is reported.
    const rules = name === '' ? [length(least, 255)] : [length(least, 255), namePattern];
    const read = required(text(...rules))(name, at, found);
    found.check();
    return read;
  };
}

/** The name in a table's ARN, or the text itself where it is none. */
export function nameOf(nameOrArn: string): string {
  const resource = parseArn(nameOrArn)?.resource;
  return resource?.startsWith('table/') === true ? (resource.split('/')[1] ?? '') : nameOrArn;
}

/** How much of the consumed capacity a request wants to see. */
export const capacityDetail = oneOf('INDEXES', 'TOTAL', 'NONE');

/** The members that ask what a write took. */
export const reportMembers = {
  ReturnConsumedCapacity: capacityDetail,
  ReturnItemCollectionMetrics: oneOf('SIZE', 'NONE'),
};

/** The members of a request for one item. */
export const projectionMembers = {
  ProjectionExpression: text(),
  ExpressionAttributeNames: object('Map'),
};

/** What Query and Scan have in common. */
export const pageMembers = {
  TableName: tableName,
  IndexName: text(length(3, 255), namePattern),
  Select: oneOf('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  ReturnConsumedCapacity: capacityDetail,
  ExclusiveStartKey: object('Map'),
  ConsistentRead: flag,
  FilterExpression: text(),
  ...projectionMembers,
  ExpressionAttributeValues: object('Map'),
};

const mostTags = 50;

/** The Tags member. */
export const tags: Reader<Readonly<Record<string, string>>> = (value, at, found) => {
  const given = list(required(structure({ Key: text(), Value: text() })))(value, at, found) ?? [];
  if (given.length > mostTags) throw invalidParameter('Too Many Tags');
  return Object.fromEntries(
    given.map(({ Key, Value = '' }) => {
      if (Key === undefined || Key === '') throw invalidParameter('Tag keys must not be empty');
      return [Key, Value];
    }),
  );
};
