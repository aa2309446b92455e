import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Constraints } from '../request/constraints.ts';
import { integer, refuseUnsupported, text } from '../request/members.ts';
import { nameOf } from '../request/table-name.ts';
import type { StreamsRoom } from './streams-room.ts';

const largestPage = 100;

/** ListStreams: the streams of all tables or of one, switched off ones included, in the order of their ARNs. */
export function listStreams({ streams }: StreamsRoom): Operation {
  return operation({
    name: 'ListStreams',
    kind: 'read',
    parse: (raw) => {
      const limit = integer(raw, 'Limit');
      const constraints = new Constraints();
      constraints.atLeast('limit', limit, 1);
      constraints.check();
      refuseUnsupported(raw, { members: ['TableName', 'Limit', 'ExclusiveStartStreamArn'] });
      const tableName = text(raw, 'TableName');
      return {
        tableName: tableName === undefined ? undefined : nameOf(tableName),
        after: text(raw, 'ExclusiveStartStreamArn') ?? '',
        limit: Math.min(limit ?? largestPage, largestPage),
      };
    },
    permissions: () => [{ action: 'dynamodb:ListStreams', resource: '*' }],
    run: ({ tableName, after, limit }) => {
      const found = streams
        .list()
        .filter((stream) => stream.arn > after && (tableName ?? stream.tableName) === stream.tableName);
      const page = found.slice(0, limit);
      return {
        Streams: page.map((stream) => ({
          StreamArn: stream.arn,
          StreamLabel: stream.label,
          TableName: stream.tableName,
        })),
        ...(found.length > limit ? { LastEvaluatedStreamArn: page.at(-1)?.arn } : {}),
      };
    },
  });
}
