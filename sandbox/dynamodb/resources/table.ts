import { AwsError } from '../../kernel/errors.ts';
import { isObject, parseJson } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { Constraints } from '../request/constraints.ts';
import { flag, object, refuseUnsupported, text } from '../request/members.ts';
import { readTags } from '../request/tags.ts';
import type { Room } from '../room.ts';
import { checkTableSpec } from '../table/check-table-spec.ts';
import type { TableSpec } from '../table/check-table-spec.ts';
import { dropTable, makeTable } from '../table/make-table.ts';
import { reshapeTable } from '../table/reshape-table.ts';
import { readTableSpec } from '../table/table-spec.ts';
import { streamArn, tableArn } from '../table/table.ts';
import { setTimeToLive } from '../table/time-to-live.ts';

interface Properties {
  readonly name: string | undefined;
  readonly spec: TableSpec;
  readonly tags: Readonly<Record<string, string>>;
  readonly ttlAttribute: string | undefined;
}

const withoutEffect = {
  PointInTimeRecoverySpecification: 'the sandbox keeps no backups; copy its data directory',
  SSESpecification: 'data at rest is as safe as the disk it lies on',
  OnDemandThroughput: 'tables are served as fast as the machine can',
  WarmThroughput: 'tables are served as fast as the machine can',
  ProvisionedThroughput: 'shown, never enforced: every table is served on demand',
};

const members = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'BillingMode',
  'StreamSpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'TimeToLiveSpecification',
  'Tags',
  ...Object.keys(withoutEffect),
];

/** Streams of templates need a label before they exist, and the same one at every start. */
const streamLabel = '2020-01-01T00:00:00.000';

/** AWS::DynamoDB::Table. Ref is the name; attributes are Arn and, with a stream, StreamArn. */
export function tableResource(room: Room): ResourceType {
  const { place } = room.ground;
  return resourceType<Properties>({
    type: 'AWS::DynamoDB::Table',
    withoutEffect,
    parse: readProperties,
    identify: (request) => {
      const name = nameOf(request);
      const hasStream = request.properties.spec.streamViewType !== undefined;
      return {
        physicalId: name,
        attributes: {
          Arn: tableArn(place, name),
          ...(hasStream ? { StreamArn: streamArn(place, name, streamLabel) } : {}),
        },
      };
    },
    provision: (request) => {
      const name = nameOf(request);
      const { spec, tags, ttlAttribute } = request.properties;
      const known = room.tables.find(name);
      const table =
        known === undefined
          ? makeTable(room, { name, spec, tags, streamLabel })
          : reshapeTable(room, known, { name, spec, tags, streamLabel });
      if (table.ttlAttribute !== ttlAttribute) setTimeToLive(room, table, ttlAttribute);
    },
    remove: (name) => {
      const table = room.tables.find(name);
      if (table !== undefined) dropTable(room, table);
    },
  });
}

function readProperties(template: JsonObject): Properties {
  const properties = withScalars(template);
  refuseUnsupported(properties, { members });
  const constraints = new Constraints();
  const name = text(properties, 'TableName');
  constraints.length('TableName', name, [3, 255]);
  // CloudFormation's default is PROVISIONED, too, and wants the throughput then.
  const spec = readTableSpec(properties, constraints);
  constraints.check();
  const ttl = object(properties, 'TimeToLiveSpecification');
  const isExpiring = ttl !== undefined && (flag(ttl, 'Enabled') ?? true);
  const ttlAttribute = ttl === undefined ? undefined : text(ttl, 'AttributeName');
  if (isExpiring && ttlAttribute === undefined) {
    throw new AwsError('ValidationException', 'TimeToLiveSpecification.AttributeName is required');
  }
  return {
    name,
    spec: checkTableSpec(spec),
    tags: readTags(properties),
    ttlAttribute: isExpiring ? ttlAttribute : undefined,
  };
}

function nameOf({ stackName, logicalId, properties }: ResourceRequest<Properties>): string {
  return properties.name ?? `${stackName}-${logicalId}`;
}

const scalarNames: ReadonlySet<string> = new Set([
  'DeletionProtectionEnabled',
  'Enabled',
  'ReadCapacityUnits',
  'WriteCapacityUnits',
]);

/** Parameters of templates are text: numbers and booleans that came through one are put right. */
function withScalars(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, scalar(name, value)]));
}

function scalar(name: string, value: Json): Json {
  if (typeof value === 'string' && scalarNames.has(name)) return parseJson(value) ?? value;
  if (Array.isArray(value)) return value.map((element: Json) => scalar(name, element));
  return isObject(value) ? withScalars(value) : value;
}
