import type { WireNames } from '../kernel/service.ts';
import { encodeInvoke } from './invoke.ts';

const functions = '/2015-03-31/functions';

/** Lambda's REST paths. */
export const lambdaWire: WireNames = {
  routes: [
    {
      method: 'POST',
      path: `${functions}/{FunctionName}/invocations`,
      operation: 'Invoke',
      payload: 'Payload',
      headers: {
        'x-amz-invocation-type': 'InvocationType',
        'x-amz-log-type': 'LogType',
        'x-amz-client-context': 'ClientContext',
      },
      encode: encodeInvoke,
    },
  ],
};
