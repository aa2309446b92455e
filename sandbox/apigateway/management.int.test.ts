import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textOf } from '../wire/http.ts';
import { lambdaMethod, testGateway } from './testing.ts';
import type { TestGateway } from './testing.ts';

const body = { paths: { '/things': { get: lambdaMethod() } } };

async function get({ cloud }: TestGateway, path: string): Promise<{ status: number; body: unknown }> {
  const answer = await cloud.handle({ method: 'GET', path, headers: {}, body: '' });
  return { status: answer.status, body: JSON.parse(textOf(answer.body)) };
}

test('keys are shown, their values only on request', async () => {
  const gateway = await testGateway({ body, plan: {} });
  const [key] = gateway.gateway.apiKeys();
  const path = `/apikeys/${key?.id ?? ''}`;
  expect((await get(gateway, path)).body).toMatchObject({ id: key?.id, name: 'demo-Key', enabled: true });
  expect((await get(gateway, path)).body).not.toHaveProperty('value');
  expect((await get(gateway, `${path}?includeValue=true`)).body).toMatchObject({ value: key?.value });
  expect((await get(gateway, '/apikeys?includeValues=true&name=demo')).body).toMatchObject({
    item: [{ id: key?.id, value: key?.value }],
  });
  expect((await get(gateway, '/apikeys?name=other')).body).toEqual({ item: [] });
  expect(await get(gateway, '/apikeys/nope')).toMatchObject({
    status: 404,
    body: { message: 'Invalid API Key identifier specified' },
  });
});

test('APIs, stages and plans', async () => {
  const gateway = await testGateway({
    body,
    plan: { UsagePlanName: 'gold', Quota: { Limit: 5, Period: 'WEEK' } },
    stage: { MethodSettings: [{ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 }] },
  });
  const apis = (await get(gateway, '/restapis')).body;
  expect(apis).toMatchObject({ item: [{ name: 'things', apiKeySource: 'HEADER' }] });
  const id = String(Reflect.get(Object(Reflect.get(Object(apis), 'item')[0]), 'id'));
  expect((await get(gateway, `/restapis/${id}`)).body).toMatchObject({ id });
  expect((await get(gateway, `/restapis/${id}/stages`)).body).toMatchObject({
    item: [{ stageName: 'prod' }],
  });
  expect((await get(gateway, `/restapis/${id}/stages/prod`)).body).toMatchObject({
    methodSettings: { '*/*': { throttlingRateLimit: 10, throttlingBurstLimit: 20 } },
  });
  expect((await get(gateway, '/usageplans')).body).toMatchObject({
    item: [{ name: 'gold', quota: { limit: 5, period: 'WEEK' }, apiStages: [{ apiId: id, stage: 'prod' }] }],
  });
  for (const path of ['/restapis/nope', `/restapis/${id}/stages/nope`, '/usageplans/nope']) {
    expect(await get(gateway, path)).toMatchObject({ status: 404 });
  }
});

test('a generated key and a used quota survive the death of the process', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'apigateway-'));
  try {
    const secured = {
      paths: { '/things': { get: lambdaMethod({ security: [{ api_key: [] }] }) } },
      components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
    };
    const options = { body: secured, plan: { Quota: { Limit: 2, Period: 'MONTH' } }, directory };
    const first = await testGateway(options);
    const headers = { 'x-api-key': first.gateway.apiKeyValue() ?? '' };
    expect((await first.send({ path: '/prod/things', headers })).status).toBe(200);
    await first.settled();
    first.cloud.abandon();

    const second = await testGateway(options);
    const statuses: number[] = [];
    for (let call = 0; call < 2; call += 1) {
      statuses.push((await second.send({ path: '/prod/things', headers })).status);
    }
    expect(statuses).toEqual([200, 429]);
    await second.cloud.stop();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('two APIs cannot share the name of a stage', async () => {
  const gateway = await testGateway({ body });
  const stage = gateway.gateway.resourceTypes.find(({ type }) => type === 'AWS::ApiGateway::Stage');
  const properties = { RestApiId: 'other', DeploymentId: 'd', StageName: 'prod' };
  const planned = stage?.plan({ stackName: 'demo', logicalId: 'Other', properties });
  await expect(gateway.cloud.ground.store.write(() => planned?.provision())).rejects.toThrow(
    'StageName: two APIs with a stage called prod are not supported by the sandbox',
  );
});
