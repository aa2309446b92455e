import { invalidParameter, validation, wrongShape } from '../errors.ts';
import type { Constraints } from '../request/constraints.ts';
import { flag, integer, list, object, objects, text } from '../request/members.ts';
import type { RawInput } from '../request/members.ts';
import { namePattern } from '../request/table-name.ts';
import { keySchemaOf, readKeySchema } from './key-schema-spec.ts';
import type { RawKeyElement } from './key-schema-spec.ts';
import type { IndexProjection, KeyAttribute, StreamViewType, TableIndex, Throughput } from './table.ts';

/** A table as CreateTable or a template asks for it, before names of attributes are checked against each other. */
export interface RawTableSpec {
  readonly definitions: readonly KeyAttribute[];
  readonly keySchema: readonly RawKeyElement[];
  readonly globalIndexes: readonly RawIndex[] | undefined;
  readonly localIndexes: readonly RawIndex[] | undefined;
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput: Throughput | undefined;
  readonly streamViewType: StreamViewType | undefined;
  readonly tableClass: string | undefined;
  readonly isProtected: boolean;
}

/** An index as it is asked for. */
export interface RawIndex {
  readonly name: string;
  readonly keySchema: readonly RawKeyElement[];
  readonly projection: IndexProjection;
  readonly hasAttributes: boolean;
  readonly throughput: Throughput | undefined;
}

/** An index that has no id yet. */
export type NewIndex = Omit<TableIndex, 'id'>;

const projectionTypes = ['ALL', 'INCLUDE', 'KEYS_ONLY'];
const viewTypes = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'];

/** Reads what describes a table; violations of single members go to `constraints`. */
export function readTableSpec(raw: RawInput, constraints: Constraints): RawTableSpec {
  const keySchema = readKeySchema(raw, 'keySchema', constraints);
  const billing = text(raw, 'BillingMode');
  constraints.oneOf('billingMode', billing, ['PROVISIONED', 'PAY_PER_REQUEST']);
  const tableClass = text(raw, 'TableClass');
  constraints.oneOf('tableClass', tableClass, ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  return {
    definitions: readDefinitions(raw, constraints),
    keySchema,
    globalIndexes: readIndexes(raw, 'GlobalSecondaryIndexes', constraints),
    localIndexes: readIndexes(raw, 'LocalSecondaryIndexes', constraints),
    billing: billing === 'PAY_PER_REQUEST' ? billing : 'PROVISIONED',
    throughput: readThroughput(raw, 'provisionedThroughput', constraints),
    streamViewType: readStream(raw),
    tableClass,
    isProtected: flag(raw, 'DeletionProtectionEnabled') ?? false,
  };
}

/** Reads AttributeDefinitions. */
export function readDefinitions(raw: RawInput, constraints: Constraints): readonly KeyAttribute[] {
  return (objects(raw, 'AttributeDefinitions') ?? []).map((definition, index) => {
    const at = `attributeDefinitions.${String(index + 1)}.member`;
    const name = text(definition, 'AttributeName');
    const type = text(definition, 'AttributeType');
    constraints.required(`${at}.attributeName`, name);
    constraints.required(`${at}.attributeType`, type);
    constraints.oneOf(`${at}.attributeType`, type, ['B', 'N', 'S']);
    return { name: name ?? '', type: type === 'N' || type === 'B' ? type : 'S' };
  });
}

/** Reads ProvisionedThroughput. */
export function readThroughput(raw: RawInput, at: string, constraints: Constraints): Throughput | undefined {
  const given = object(raw, 'ProvisionedThroughput');
  if (given === undefined) return undefined;
  const read = integer(given, 'ReadCapacityUnits');
  const write = integer(given, 'WriteCapacityUnits');
  constraints.required(`${at}.readCapacityUnits`, read);
  constraints.required(`${at}.writeCapacityUnits`, write);
  constraints.atLeast(`${at}.readCapacityUnits`, read, 1);
  constraints.atLeast(`${at}.writeCapacityUnits`, write, 1);
  return { read: read ?? 1, write: write ?? 1 };
}

/** Reads StreamSpecification: the view type, or undefined for no stream. Templates leave StreamEnabled out. */
export function readStream(raw: RawInput): StreamViewType | undefined {
  const stream = object(raw, 'StreamSpecification');
  if (stream === undefined) return undefined;
  const viewType = text(stream, 'StreamViewType');
  if (flag(stream, 'StreamEnabled') === false) {
    if (viewType === undefined) return undefined;
    throw invalidParameter(
      'Table is being created with a stream disabled, UpdateStreamViewType is not allowed',
    );
  }
  if (viewType === undefined || !viewTypes.includes(viewType)) {
    throw invalidParameter(`Unknown StreamViewType: ${viewType ?? 'null'}`);
  }
  // One of `viewTypes` by the check above.
  return viewType as StreamViewType;
}

/** Reads one index of a list, or the one of a GSI update. */
export function readIndex(raw: RawInput, at: string, constraints: Constraints): RawIndex {
  const name = text(raw, 'IndexName');
  constraints.required(`${at}.indexName`, name);
  constraints.length(`${at}.indexName`, name, [3, 255]);
  constraints.pattern(`${at}.indexName`, name, namePattern);
  const projection = object(raw, 'Projection');
  constraints.required(`${at}.projection`, projection);
  const type = text(projection ?? {}, 'ProjectionType');
  constraints.oneOf(`${at}.projection.projectionType`, type, projectionTypes);
  if (projection !== undefined && type === undefined) throw invalidParameter('Unknown ProjectionType: null');
  const attributes = list(projection ?? {}, 'NonKeyAttributes');
  return {
    name: name ?? '',
    keySchema: readKeySchema(raw, `${at}.keySchema`, constraints),
    projection: {
      type: type === 'ALL' || type === 'INCLUDE' ? type : 'KEYS_ONLY',
      attributes: (attributes ?? []).map((attribute) => {
        if (typeof attribute !== 'string') throw wrongShape('String', attribute);
        return attribute;
      }),
    },
    hasAttributes: attributes !== undefined,
    throughput: readThroughput(raw, `${at}.provisionedThroughput`, constraints),
  };
}

/** The index with its key attributes looked up. Throws AwsError where it cannot be. */
export function indexOf(
  raw: RawIndex,
  scope: TableIndex['scope'],
  definitions: readonly KeyAttribute[],
): NewIndex {
  const key = keySchemaOf(raw.keySchema, definitions);
  const { type } = raw.projection;
  if (raw.hasAttributes && type !== 'INCLUDE') {
    throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  if (type === 'INCLUDE' && raw.projection.attributes.length === 0) {
    throw validation(
      'One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified',
    );
  }
  return {
    name: raw.name,
    scope,
    key,
    projection: raw.projection,
    throughput: raw.throughput,
  };
}

function readIndexes(
  raw: RawInput,
  member: 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes',
  constraints: Constraints,
): readonly RawIndex[] | undefined {
  const at = member.charAt(0).toLowerCase() + member.slice(1);
  const indexes = objects(raw, member)?.map((index, position) =>
    readIndex(index, `${at}.${String(position + 1)}.member`, constraints),
  );
  if (indexes?.length === 0) throw invalidParameter(`List of ${member} is empty`);
  return indexes;
}
