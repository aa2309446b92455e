import { decode, encode } from 'cborg';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Service } from '../kernel/service.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { testCloud } from '../testing.ts';
import type { WireRequest } from './http.ts';
import { textOf } from './http.ts';

/** A service that answers with its input, in every protocol. */
const echo = operation({
  name: 'Echo',
  kind: 'read',
  parse: inputOf(z.record(z.string(), z.unknown())),
  permissions: () => [],
  run: (input) => ({ Input: input, At: new Timestamp(1_500), Attributes: { a: '<1>' }, List: ['x', 'y'] }),
});
const refuse = operation({
  name: 'Refuse',
  kind: 'read',
  parse: inputOf(z.strictObject({ Name: z.string().optional() })),
  permissions: () => [],
  run: () => {
    throw new AwsError('ThingNotFound', 'no such <thing>', { queryCode: 'Old.ThingNotFound' });
  },
});
const broken = operation({
  name: 'Break',
  kind: 'read',
  parse: () => ({}),
  permissions: () => [],
  run: () => {
    throw new RangeError('secret detail');
  },
});
const service: Service = {
  name: 'things',
  operations: [echo, refuse, broken],
  resourceTypes: [],
  wire: {
    target: 'Things',
    jsonVersion: '1.1',
    query: {
      version: '2020-01-01',
      namespace: 'http://things/',
      mapOutputs: ['Attributes'],
      mapInputs: { Tags: { key: 'Key', value: 'Value' } },
    },
    routes: [
      { method: 'GET', path: '/v1/things/{Name}', operation: 'Echo' },
      {
        method: 'POST',
        path: '/v1/things/{Name}/raw',
        operation: 'Echo',
        payload: 'Payload',
        headers: { 'x-kind': 'Kind' },
      },
    ],
  },
};

const send = async (request: Partial<WireRequest>) => {
  const cloud = testCloud({ rooms: () => [service] });
  const answer = await cloud.handle({ method: 'POST', path: '/', headers: {}, body: '', ...request });
  await cloud.stop();
  return { ...answer, text: textOf(answer.body), faults: cloud.faults };
};
const json = (operationName: string, body: string) =>
  send({ headers: { 'x-amz-target': `Things.${operationName}` }, body });
const query = (form: string) =>
  send({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `Version=2020-01-01&${form}`,
  });

describe('the JSON protocol', () => {
  it('answers members, with instants as epoch seconds', async () => {
    const { status, text, headers } = await json('Echo', '{"Name":"a"}');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(JSON.parse(text)).toMatchObject({ Input: { Name: 'a' }, At: 1.5 });
  });

  it('names the code, and the older code for clients that know it', async () => {
    const { status, text, headers } = await json('Refuse', '{}');
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({ __type: 'ThingNotFound', message: 'no such <thing>' });
    expect(headers['x-amzn-query-error']).toBe('Old.ThingNotFound;Sender');
  });

  it('refuses by name what it does not have', async () => {
    expect((await json('Fly', '{}')).text).toContain('The sandbox does not support things:Fly');
    expect((await json('Refuse', '{"Wings":2}')).text).toContain('Wings: not supported by the sandbox');
    expect((await send({ headers: { 'x-amz-target': 'Birds.Fly' } })).text).toContain(
      'no service called Birds;',
    );
    expect((await send({ method: 'GET', path: '/nowhere' })).status).toBe(404);
    expect((await json('Echo', '[1]')).text).toContain('SerializationException');
  });

  it('reports a defect and tells the caller nothing about it', async () => {
    const { status, text, faults } = await json('Break', '{}');
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
    expect(faults).toEqual(['things:Break: secret detail']);
  });
});

describe('the Query protocol', () => {
  it('reads nested members, lists and maps', async () => {
    const form =
      'Action=Echo&List.member.2=b&List.member.1=a&Entry.Key=k&Tags.entry.1.Key=x&Tags.entry.1.Value=1';
    const { text } = await query(form);
    const expected = '<List><member>a</member><member>b</member></List><Entry><Key>k</Key></Entry>';
    expect(text).toContain(`<Input>${expected}<Tags><x>1</x></Tags></Input>`);
  });

  it('writes instants, maps and escapes', async () => {
    const { text, headers } = await query('Action=Echo');
    expect(headers['content-type']).toBe('text/xml');
    expect(text).toMatch(/^<EchoResponse xmlns="http:\/\/things\/"><EchoResult>/);
    expect(text).toContain('<At>1970-01-01T00:00:01.500Z</At>');
    expect(text).toContain('<Attributes><entry><key>a</key><value>&lt;1&gt;</value></entry></Attributes>');
  });

  it('answers errors with the older code', async () => {
    const { text } = await query('Action=Refuse');
    expect(text).toContain(
      '<Type>Sender</Type><Code>Old.ThingNotFound</Code><Message>no such &lt;thing&gt;</Message>',
    );
  });

  it.each([
    ['an unknown action', 'Version=2020-01-01&Action=Fly', 'does not support things:Fly;'],
    ['an unknown version', 'Version=1999-12-31&Action=Echo', 'no service things of version 1999-12-31;'],
  ])('refuses %s in XML, so that clients can read it', async (_case, body, text) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=key/20240115/us-east-1/things/aws4_request',
    };
    const answer = await send({ headers, body });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('text/xml');
    expect(answer.text).toMatch(/^<ErrorResponse .*<Type>Sender<\/Type><Code>InvalidAction<\/Code><Message>/);
    expect(answer.text).toContain(text);
  });

  it('takes a member called __proto__ for what it is: a name', async () => {
    await query('Action=Echo&__proto__.polluted=1');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('RPC v2 CBOR', () => {
  it('speaks it both ways', async () => {
    const answer = await send({
      path: '/service/Things/operation/Echo',
      headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      body: encode({ Name: 'a' }),
    });
    const decoded: unknown = decode(Buffer.from(answer.body), {
      tags: { 1: (inner) => ({ epoch: inner() }) },
    });
    expect(decoded).toMatchObject({ Input: { Name: 'a' }, At: { epoch: 1.5 } });
  });
});

describe('REST paths', () => {
  it('takes members from path, query, headers and the raw body', async () => {
    expect(JSON.parse((await send({ method: 'GET', path: '/v1/things/a%2Fb?Size=2' })).text)).toMatchObject({
      Input: { Name: 'a/b', Size: '2' },
    });
    const raw = await send({ path: '/v1/things/a/raw', body: 'not json', headers: { 'x-kind': 'k' } });
    expect(JSON.parse(raw.text)).toMatchObject({ Input: { Name: 'a', Payload: 'not json', Kind: 'k' } });
  });

  it('keeps a query that reads like a form', async () => {
    const named = await send({ method: 'GET', path: '/v1/things/a?Action=Refuse&Version=2020-01-01' });
    expect(JSON.parse(named.text)).toMatchObject({ Input: { Action: 'Refuse' } });
  });

  it('refuses a path with broken percent encoding', async () => {
    expect((await send({ method: 'GET', path: '/v1/things/%E0%A4' })).status).toBe(400);
  });
});
