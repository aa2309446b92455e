import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { main, picked, tagList } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

/** AWS::Serverless::SimpleTable → AWS::DynamoDB::Table. */
export function expandSimpleTable(resource: SamResource): Generated[] {
  const { declaration, at } = resource;
  const { properties } = declaration;
  onlyKeys(properties, ['PrimaryKey', 'ProvisionedThroughput', 'SSESpecification', 'TableName', 'Tags'], at);
  const key = asObject(properties['PrimaryKey'] ?? { Name: 'id', Type: 'String' }, `${at}.PrimaryKey`);
  const types: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };
  const type = types[String(key['Type'] ?? 'String')];
  if (type === undefined)
    throw new TemplateError(`${at}.PrimaryKey.Type`, 'must be String, Number or Binary');
  const name = key['Name'] ?? 'id';
  return [
    main(resource, 'AWS::DynamoDB::Table', {
      ...picked(properties, ['ProvisionedThroughput', 'SSESpecification', 'TableName']),
      ...tagList(properties['Tags']),
      AttributeDefinitions: [{ AttributeName: name, AttributeType: type }],
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      ...(properties['ProvisionedThroughput'] === undefined ? { BillingMode: 'PAY_PER_REQUEST' } : {}),
    }),
  ];
}
