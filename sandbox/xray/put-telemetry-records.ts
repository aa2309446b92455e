import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';

const parse = inputOf(
  z.object({ TelemetryRecords: z.array(z.record(z.string(), z.unknown())) }),
  'InvalidRequestException',
);

/** PutTelemetryRecords: figures about the daemon itself, which nothing here reads; as on AWS the answer is empty. */
export function putTelemetryRecords(): Operation {
  return operation({
    name: 'PutTelemetryRecords',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'xray:PutTelemetryRecords', resource: '*' }],
    run: () => ({}),
  });
}
