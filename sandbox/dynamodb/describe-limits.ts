import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { refuseUnsupported } from './request/members.ts';

/** DescribeLimits: the quotas of a new AWS account; the sandbox enforces none of them. */
export function describeLimits(): Operation {
  return operation({
    name: 'DescribeLimits',
    kind: 'read',
    parse: (raw) => {
      refuseUnsupported(raw, { members: [] });
    },
    permissions: () => [{ action: 'dynamodb:DescribeLimits', resource: '*' }],
    run: () => ({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    }),
  });
}
