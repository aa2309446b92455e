import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { refuseUnsupported } from './request/members.ts';
import type { Room } from './room.ts';

/** DescribeEndpoints: the sandbox's own address, for clients that discover endpoints. */
export function describeEndpoints({ ground }: Room): Operation {
  return operation({
    name: 'DescribeEndpoints',
    kind: 'read',
    parse: (raw) => {
      refuseUnsupported(raw, { members: [] });
    },
    permissions: () => [{ action: 'dynamodb:DescribeEndpoints', resource: '*' }],
    run: () => ({
      Endpoints: [{ Address: new URL(ground.endpoint()).host, CachePeriodInMinutes: 1_440 }],
    }),
  });
}
