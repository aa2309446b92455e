import * as z from 'zod';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import type { ApiRow, ApiStore } from '../api-store.ts';
import { listing, mayGet, reads } from './reading.ts';

const parseList = reads(listing);
const parseOne = reads({ restApiId: z.string() });

/** GetRestApis. */
export function getRestApis(apis: ApiStore): Operation {
  return operation({
    name: 'GetRestApis',
    kind: 'read',
    parse: parseList,
    permissions: (_input, place) => mayGet(place, '/restapis'),
    run: () => ({ item: apis.apis().map(apiShape) }),
  });
}

/** GetRestApi. */
export function getRestApi(apis: ApiStore): Operation {
  return operation({
    name: 'GetRestApi',
    kind: 'read',
    parse: parseOne,
    permissions: (input, place) => mayGet(place, `/restapis/${input.restApiId}`),
    run: (input) => apiShape(apis.api(input.restApiId)),
  });
}

function apiShape(api: ApiRow): Readonly<Record<string, unknown>> {
  return {
    id: api.id,
    name: api.name,
    ...(api.description === '' ? {} : { description: api.description }),
    createdDate: new Timestamp(api.created_at),
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['REGIONAL'] },
    disableExecuteApiEndpoint: false,
  };
}
