import * as z from 'zod';
import { json, shaped } from '../shape.ts';
import { main, picked, tagList } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

const tableSchema = z.strictObject({
  PrimaryKey: z
    .strictObject({
      Name: json.default('id'),
      Type: z.enum(['String', 'Number', 'Binary'], 'must be String, Number or Binary').default('String'),
    })
    .prefault({}),
  ProvisionedThroughput: json.optional(),
  SSESpecification: json.optional(),
  TableName: json.optional(),
  Tags: json.optional(),
});

/** AWS::Serverless::SimpleTable → AWS::DynamoDB::Table. */
export function expandSimpleTable(resource: SamResource): Generated[] {
  const { properties } = resource.declaration;
  const { PrimaryKey: key, ProvisionedThroughput, Tags } = shaped(tableSchema, properties, resource.at);
  return [
    main(resource, 'AWS::DynamoDB::Table', {
      ...picked(properties, ['ProvisionedThroughput', 'SSESpecification', 'TableName']),
      ...tagList(Tags),
      AttributeDefinitions: [{ AttributeName: key.Name, AttributeType: key.Type.charAt(0) }],
      KeySchema: [{ AttributeName: key.Name, KeyType: 'HASH' }],
      ...(ProvisionedThroughput === undefined ? { BillingMode: 'PAY_PER_REQUEST' } : {}),
    }),
  ];
}
