import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import type { ApiStore, StageRow, StageSettings } from '../api-store.ts';
import { mayGet, reads } from './reading.ts';

const parseList = reads({ restApiId: z.string(), deploymentId: z.string().optional() });
const parseOne = reads({ restApiId: z.string(), stageName: z.string() });

/** GetStages. */
export function getStages(apis: ApiStore): Operation {
  return operation({
    name: 'GetStages',
    kind: 'read',
    parse: parseList,
    permissions: (input, place) => mayGet(place, `/restapis/${input.restApiId}/stages`),
    run: (input) => ({
      item: apis
        .stages(apis.api(input.restApiId).id)
        .filter((stage) => stage.deployment_id === (input.deploymentId ?? stage.deployment_id))
        .map(stageShape),
    }),
  });
}

/** GetStage. */
export function getStage(apis: ApiStore): Operation {
  return operation({
    name: 'GetStage',
    kind: 'read',
    parse: parseOne,
    permissions: (input, place) => mayGet(place, `/restapis/${input.restApiId}/stages/${input.stageName}`),
    run: (input) => {
      const stage = apis.stages(apis.api(input.restApiId).id).find(({ name }) => name === input.stageName);
      if (stage !== undefined) return stageShape(stage);
      throw new AwsError('NotFoundException', 'Invalid stage identifier specified', { status: 404 });
    },
  });
}

function stageShape(stage: StageRow): Readonly<Record<string, unknown>> {
  // The column holds what this room wrote.
  const settings = JSON.parse(stage.settings) as StageSettings;
  return {
    deploymentId: stage.deployment_id,
    stageName: stage.name,
    tracingEnabled: settings.tracing,
    cacheClusterEnabled: false,
    methodSettings: Object.fromEntries(
      settings.throttles.map(({ resourcePath, httpMethod, ratePerSecond, burst }) => [
        `${resourcePath === '/*' ? '*' : resourcePath.slice(1).replaceAll('/', '~1')}/${httpMethod}`,
        { throttlingRateLimit: ratePerSecond, throttlingBurstLimit: burst },
      ]),
    ),
    variables: settings.variables,
    createdDate: new Timestamp(stage.created_at),
    lastUpdatedDate: new Timestamp(stage.created_at),
  };
}
