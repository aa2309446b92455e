import { AwsError } from '../../kernel/errors.ts';
import { isObject, parseJson } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { setTimeToLive } from '../housekeeping.ts';
import { tags } from '../request/members.ts';
import { anything, flag, inputOf, length, structure, text } from '../request/shape.ts';
import type { Room } from '../room.ts';
import { dropTable, makeTable, reshapeTable } from '../table/make-table.ts';
import { tableMembers } from '../table/table-members.ts';
import { tableSpecOf } from '../table/table-spec.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { streamArn, tableArn } from '../table/table.ts';

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

const readTemplate = inputOf({
  ...tableMembers,
  TableName: text(length(3, 255)),
  TimeToLiveSpecification: structure({ Enabled: flag, AttributeName: text() }),
  Tags: tags,
  PointInTimeRecoverySpecification: anything,
  SSESpecification: anything,
  OnDemandThroughput: anything,
  WarmThroughput: anything,
});

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
  // CloudFormation's default is PROVISIONED, too, and wants the throughput then.
  const {
    TableName: name,
    Tags,
    TimeToLiveSpecification: ttl,
    ...table
  } = readTemplate(withScalars(template));
  const ttlAttribute = ttl?.Enabled === false ? undefined : ttl?.AttributeName;
  if (ttl !== undefined && ttl.Enabled !== false && ttlAttribute === undefined) {
    throw new AwsError('ValidationException', 'TimeToLiveSpecification.AttributeName is required');
  }
  return { name, spec: tableSpecOf(table), tags: Tags, ttlAttribute };
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
