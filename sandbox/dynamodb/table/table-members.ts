import { namePattern } from '../request/members.ts';
import { between, flag, integer, length, list, oneOf, required, structure, text } from '../request/shape.ts';
import type { InputOf } from '../request/shape.ts';

const keySchema = required(
  list(
    required(structure({ AttributeName: required(text()), KeyType: required(oneOf('HASH', 'RANGE')) })),
    length(1, 2),
  ),
);
const definitions = list(
  required(structure({ AttributeName: required(text()), AttributeType: required(oneOf('B', 'N', 'S')) })),
);
const units = required(integer(between(1)));
const throughput = structure({ ReadCapacityUnits: units, WriteCapacityUnits: units });

const index = structure({
  IndexName: required(text(length(3, 255), namePattern)),
  Projection: required(
    structure({
      ProjectionType: oneOf('ALL', 'INCLUDE', 'KEYS_ONLY'),
      NonKeyAttributes: list(required(text())),
    }),
  ),
  KeySchema: keySchema,
  ProvisionedThroughput: throughput,
});

const settings = {
  BillingMode: oneOf('PROVISIONED', 'PAY_PER_REQUEST'),
  TableClass: oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS'),
  ProvisionedThroughput: throughput,
  StreamSpecification: structure({ StreamEnabled: flag, StreamViewType: text() }),
  DeletionProtectionEnabled: flag,
};

/** The members of a new table, as CreateTable and templates spell them. */
export const tableMembers = {
  AttributeDefinitions: required(definitions),
  KeySchema: keySchema,
  ...settings,
  GlobalSecondaryIndexes: list(required(index)),
  LocalSecondaryIndexes: list(required(index)),
};

/** The members that UpdateTable takes. */
export const changeMembers = {
  ...settings,
  GlobalSecondaryIndexUpdates: list(
    required(
      structure({
        Create: index,
        Update: structure({ IndexName: required(text()), ProvisionedThroughput: throughput }),
        Delete: structure({ IndexName: required(text()) }),
      }),
    ),
  ),
  AttributeDefinitions: definitions,
};

/** A table as it is asked for, before its parts are checked against each other. */
export type TableInput = InputOf<typeof tableMembers>;

/** An index as it is asked for. */
export type IndexInput = NonNullable<ReturnType<typeof index>>;

/** A change of a table as it is asked for. */
export type TableChange = InputOf<typeof changeMembers>;
