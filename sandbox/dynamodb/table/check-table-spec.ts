import { invalidParameter, validation } from '../errors.ts';
import { keySchemaOf } from './key-schema-spec.ts';
import { keyAttributes } from './table.ts';
import type { KeySchema } from './table.ts';
import { indexOf } from './table-spec.ts';
import type { NewIndex, RawTableSpec } from './table-spec.ts';

/** A table that can be made: everything in it fits together. */
export interface TableSpec extends Omit<RawTableSpec, 'keySchema' | 'globalIndexes' | 'localIndexes'> {
  readonly key: KeySchema;
  readonly indexes: readonly NewIndex[];
}

const mostLocalIndexes = 5;
const mostGlobalIndexes = 20;

/** Checks the parts of a table against each other. Throws AwsError with DynamoDB's texts. */
export function checkTableSpec(raw: RawTableSpec): TableSpec {
  checkThroughput(raw);
  const key = tableKeyOf(raw);
  const indexes = [...localIndexesOf(raw, key), ...globalIndexesOf(raw)];
  const repeated = indexes.find(
    ({ name }, index) => indexes.findIndex((other) => other.name === name) < index,
  );
  if (repeated !== undefined) throw invalidParameter(`Duplicate index name: ${repeated.name}`);
  checkDefinitionsUsed(raw, key, indexes);
  return { ...raw, key, indexes };
}

function checkThroughput({ billing, throughput, globalIndexes }: RawTableSpec): void {
  if (billing === 'PROVISIONED') {
    if (throughput !== undefined) return;
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (throughput !== undefined) {
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  const provisioned = globalIndexes?.find((index) => index.throughput !== undefined);
  if (provisioned !== undefined) {
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${provisioned.name} when BillingMode is PAY_PER_REQUEST`,
    );
  }
}

function tableKeyOf({ keySchema, definitions, globalIndexes, localIndexes }: RawTableSpec): KeySchema {
  const isDefined = (wanted: string): boolean => definitions.some(({ name }) => name === wanted);
  const [first, second] = keySchema;
  const hasNoIndexes = globalIndexes === undefined && localIndexes === undefined;
  if (keySchema.some(({ name }) => !isDefined(name)) || first?.name === second?.name) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition');
  }
  const key = keySchemaOf(keySchema, definitions);
  if (hasNoIndexes && definitions.length !== keySchema.length) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  return key;
}

function localIndexesOf(
  { localIndexes = [], definitions }: RawTableSpec,
  key: KeySchema,
): readonly NewIndex[] {
  if (localIndexes.length > 0 && key.range === undefined) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  if (localIndexes.length > mostLocalIndexes) {
    throw invalidParameter(
      `Number of LocalSecondaryIndexes exceeds per-table limit of ${String(mostLocalIndexes)}`,
    );
  }
  return localIndexes.map((raw) => {
    const index = indexOf(raw, 'LOCAL', definitions);
    if (index.key.range === undefined) {
      throw invalidParameter(`Index KeySchema does not have a range key for index: ${index.name}`);
    }
    if (index.key.hash.name !== key.hash.name) {
      throw invalidParameter(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index.name}. ` +
          `index hash key: ${index.key.hash.name}, table hash key: ${key.hash.name}`,
      );
    }
    return index;
  });
}

function globalIndexesOf({ globalIndexes = [], definitions }: RawTableSpec): readonly NewIndex[] {
  if (globalIndexes.length > mostGlobalIndexes) {
    throw invalidParameter(
      `GlobalSecondaryIndex count exceeds the per-table limit of ${String(mostGlobalIndexes)}`,
    );
  }
  return globalIndexes.map((raw) => indexOf(raw, 'GLOBAL', definitions));
}

function checkDefinitionsUsed(raw: RawTableSpec, key: KeySchema, indexes: readonly NewIndex[]): void {
  const used = new Set(
    [key, ...indexes.map((index) => index.key)].flatMap(keyAttributes).map(({ name }) => name),
  );
  if (raw.definitions.every(({ name }) => used.has(name))) return;
  const defined = raw.definitions.map(({ name }) => name).join(', ');
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined}], keys used: [${[...used].join(', ')}]`,
  );
}
