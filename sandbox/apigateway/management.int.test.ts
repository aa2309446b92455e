import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
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
  const value = gateway.gateway.apiKeyValue();
  const all = await get(gateway, '/apikeys?includeValues=true&name=demo');
  expect(all.body).toEqual({ item: [expect.objectContaining({ name: 'demo-Key', enabled: true, value })] });
  const { item } = z.object({ item: z.array(z.object({ id: z.string() })) }).parse(all.body);
  const path = `/apikeys/${item[0]?.id ?? ''}`;
  expect((await get(gateway, path)).body).toMatchObject({ name: 'demo-Key' });
  expect((await get(gateway, path)).body).not.toHaveProperty('value');
  expect((await get(gateway, `${path}?includeValue=true`)).body).toMatchObject({ value });
  expect((await get(gateway, '/apikeys?name=other')).body).toEqual({ item: [] });
  expect(await get(gateway, '/apikeys/nope')).toMatchObject({
    status: 404,
    body: { message: 'Invalid API Key identifier specified' },
  });
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
