import { nameOf } from '../request/members.ts';
import { between, inputOf, integer, text } from '../request/shape.ts';
import { defineOnStreams } from './streams-room.ts';

const largestPage = 100;
const parse = inputOf({ TableName: text(), Limit: integer(between(1)), ExclusiveStartStreamArn: text() });

/** ListStreams: the streams of all tables or of one, switched off ones included, in the order of their ARNs. */
export const listStreams = defineOnStreams({
  name: 'ListStreams',
  kind: 'read',
  parse,
  permissions: () => [{ action: 'dynamodb:ListStreams', resource: '*' }],
  run: ({ streams }, { TableName, Limit = largestPage, ExclusiveStartStreamArn = '' }) => {
    const found = streams.list().filter(({ arn, tableName }) => {
      return arn > ExclusiveStartStreamArn && (TableName === undefined || nameOf(TableName) === tableName);
    });
    const page = found.slice(0, Math.min(Limit, largestPage));
    return {
      Streams: page.map(({ arn, label, tableName }) => {
        return { StreamArn: arn, StreamLabel: label, TableName: tableName };
      }),
      LastEvaluatedStreamArn: found.length > page.length ? page.at(-1)?.arn : undefined,
    };
  },
});
