import { invalidParameter, validation } from '../errors.ts';
import type { IndexInput, TableInput } from './table-members.ts';
import { keyAttributes } from './table.ts';
import type { KeyAttribute, KeySchema, StreamViewType, Table, TableIndex } from './table.ts';

/** An index that has no id yet. */
export type NewIndex = Omit<TableIndex, 'id'>;

/** A table that can be made: everything in it fits together. */
export interface TableSpec {
  readonly settings: Pick<
    Table,
    'key' | 'definitions' | 'billing' | 'throughput' | 'tableClass' | 'isProtected'
  >;
  readonly indexes: readonly NewIndex[];
  readonly streamViewType: StreamViewType | undefined;
}

type Definitions = readonly KeyAttribute[];

const mostLocalIndexes = 5;
const mostGlobalIndexes = 20;
const viewTypes: readonly StreamViewType[] = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'];
const noUnits =
  'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST';

/** Checks the parts of a table against each other. Throws AwsError with DynamoDB's texts. */
export function tableSpecOf(input: TableInput): TableSpec {
  const { BillingMode: billing = 'PROVISIONED' } = input;
  const streamViewType = viewTypeOf(input.StreamSpecification);
  refuseEmptyLists(input);
  checkUnits(input, billing);
  const definitions = definitionsOf(input.AttributeDefinitions);
  const key = tableKeyOf(input, definitions);
  const indexes = [...localIndexesOf(input, key, definitions), ...globalIndexesOf(input, definitions)];
  const repeated = indexes.find(({ name }, at) => indexes.findIndex((other) => other.name === name) < at);
  if (repeated !== undefined) throw invalidParameter(`Duplicate index name: ${repeated.name}`);
  checkDefinitionsUsed(definitions, [key, ...indexes.map((index) => index.key)]);
  const settings = {
    key,
    definitions,
    billing,
    throughput: input.ProvisionedThroughput,
    tableClass: input.TableClass,
    isProtected: input.DeletionProtectionEnabled ?? false,
  };
  return { settings, indexes, streamViewType };
}

/** Key attributes as they are defined. */
export function definitionsOf(input: TableInput['AttributeDefinitions']): Definitions {
  return input.map(({ AttributeName, AttributeType }) => ({ name: AttributeName, type: AttributeType }));
}

/** Refuses units where every request is paid for by itself. */
export function refuseUnits(units: unknown): void {
  if (units !== undefined) throw invalidParameter(noUnits);
}

/** The view type of a stream, or undefined for no stream. Templates leave StreamEnabled out. */
export function viewTypeOf(stream: TableInput['StreamSpecification']): StreamViewType | undefined {
  if (stream === undefined) return undefined;
  const { StreamEnabled = true, StreamViewType: wanted } = stream;
  if (!StreamEnabled) {
    if (wanted === undefined) return undefined;
    throw invalidParameter(
      'Table is being created with a stream disabled, UpdateStreamViewType is not allowed',
    );
  }
  const viewType = viewTypes.find((one) => one === wanted);
  if (viewType === undefined) throw invalidParameter(`Unknown StreamViewType: ${wanted ?? 'null'}`);
  return viewType;
}

/** The index with its key attributes looked up. Throws AwsError where it cannot be. */
export function indexOf(input: IndexInput, scope: TableIndex['scope'], definitions: Definitions): NewIndex {
  const { ProjectionType, NonKeyAttributes } = input.Projection;
  if (ProjectionType === undefined) throw invalidParameter('Unknown ProjectionType: null');
  const key = keySchemaOf(input.KeySchema, definitions);
  if (NonKeyAttributes !== undefined && ProjectionType !== 'INCLUDE') {
    throw invalidParameter(`ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`);
  }
  if (ProjectionType === 'INCLUDE' && (NonKeyAttributes ?? []).length === 0) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  return {
    name: input.IndexName,
    scope,
    key,
    projection: { ProjectionType, NonKeyAttributes },
    throughput: input.ProvisionedThroughput,
  };
}

function checkUnits(input: TableInput, billing: Table['billing']): void {
  if (billing === 'PROVISIONED') {
    if (input.ProvisionedThroughput !== undefined) return;
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  refuseUnits(input.ProvisionedThroughput);
  const index = input.GlobalSecondaryIndexes?.find((one) => one.ProvisionedThroughput !== undefined);
  if (index === undefined) return;
  throw invalidParameter(
    `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
  );
}

function tableKeyOf(input: TableInput, definitions: Definitions): KeySchema {
  const [first, second] = input.KeySchema;
  const isDefined = (wanted: string): boolean => definitions.some(({ name }) => name === wanted);
  if (
    input.KeySchema.some(({ AttributeName }) => !isDefined(AttributeName)) ||
    first?.AttributeName === second?.AttributeName
  ) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition');
  }
  const hasIndexes = input.GlobalSecondaryIndexes !== undefined || input.LocalSecondaryIndexes !== undefined;
  if (!hasIndexes && definitions.length !== input.KeySchema.length) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  return keySchemaOf(input.KeySchema, definitions);
}

function keySchemaOf(elements: TableInput['KeySchema'], definitions: Definitions): KeySchema {
  const names = elements.map(({ AttributeName }) => AttributeName);
  const [hash, range] = names.map((wanted) => {
    const found = definitions.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    const defined = definitions.map(({ name }) => name).join(', ');
    throw invalidParameter(
      'Some index key attributes are not defined in AttributeDefinitions. ' +
        `Keys: [${names.join(', ')}], AttributeDefinitions: [${defined}]`,
    );
  });
  if (hash?.name === range?.name) {
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (hash === undefined || elements[0]?.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (range === undefined) return { hash };
  if (elements[1]?.KeyType === 'RANGE') return { hash, range };
  throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
}

function localIndexesOf(input: TableInput, key: KeySchema, definitions: Definitions): readonly NewIndex[] {
  const { LocalSecondaryIndexes: inputs = [] } = input;
  if (inputs.length > 0 && key.range === undefined) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  if (inputs.length > mostLocalIndexes) {
    throw invalidParameter(
      `Number of LocalSecondaryIndexes exceeds per-table limit of ${String(mostLocalIndexes)}`,
    );
  }
  const indexes = inputs.map((one) => indexOf(one, 'LOCAL', definitions));
  for (const { name, key: own } of indexes) {
    if (own.range === undefined) {
      throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`);
    }
    if (own.hash.name === key.hash.name) continue;
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. ` +
        `index hash key: ${own.hash.name}, table hash key: ${key.hash.name}`,
    );
  }
  return indexes;
}

function globalIndexesOf(input: TableInput, definitions: Definitions): readonly NewIndex[] {
  const { GlobalSecondaryIndexes: inputs = [] } = input;
  if (inputs.length <= mostGlobalIndexes) return inputs.map((one) => indexOf(one, 'GLOBAL', definitions));
  throw invalidParameter(
    `GlobalSecondaryIndex count exceeds the per-table limit of ${String(mostGlobalIndexes)}`,
  );
}

function refuseEmptyLists(input: TableInput): void {
  for (const member of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'] as const) {
    if (input[member]?.length === 0) throw invalidParameter(`List of ${member} is empty`);
  }
}

function checkDefinitionsUsed(definitions: Definitions, keys: readonly KeySchema[]): void {
  const used = new Set(keys.flatMap(keyAttributes).map(({ name }) => name));
  if (definitions.every(({ name }) => used.has(name))) return;
  const defined = definitions.map(({ name }) => name).join(', ');
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined}], keys used: [${[...used].join(', ')}]`,
  );
}
