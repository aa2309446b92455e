import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { beside, picked, ref, unsupported } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

/** `Auth.UsagePlan` → `<Api>UsagePlan`, `<Api>ApiKey` and `<Api>UsagePlanKey`. */
export function usagePlan(resource: SamResource, stage: string): Generated[] {
  const { logicalId, declaration } = resource;
  const auth = asObject(declaration.properties['Auth'] ?? {}, `${resource.at}.Auth`);
  const plan = auth['UsagePlan'];
  if (plan === undefined) return [];
  const at = `${resource.at}.Auth.UsagePlan`;
  const body = asObject(plan, at);
  onlyKeys(body, ['CreateUsagePlan', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'], at);
  if (body['CreateUsagePlan'] === 'NONE') return [];
  if (body['CreateUsagePlan'] === 'SHARED') throw unsupported(`${at}.CreateUsagePlan`, 'SHARED');
  if (body['CreateUsagePlan'] !== 'PER_API') {
    throw new TemplateError(`${at}.CreateUsagePlan`, 'must be PER_API or NONE');
  }
  const planId = `${logicalId}UsagePlan`;
  const keyId = `${logicalId}ApiKey`;
  return [
    beside(resource, planId, {
      type: 'AWS::ApiGateway::UsagePlan',
      dependsOn: [logicalId],
      properties: {
        ...picked(body, ['Description', 'Quota', 'Throttle', 'UsagePlanName']),
        ApiStages: [{ ApiId: ref(logicalId), Stage: ref(stage) }],
      },
    }),
    beside(resource, keyId, {
      type: 'AWS::ApiGateway::ApiKey',
      dependsOn: [planId],
      properties: { Enabled: true, StageKeys: [{ RestApiId: ref(logicalId), StageName: ref(stage) }] },
    }),
    beside(resource, `${logicalId}UsagePlanKey`, {
      type: 'AWS::ApiGateway::UsagePlanKey',
      dependsOn: [keyId],
      properties: { KeyId: ref(keyId), KeyType: 'API_KEY', UsagePlanId: ref(planId) },
    }),
  ];
}
