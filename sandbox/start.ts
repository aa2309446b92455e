import { resolve } from 'node:path';
import { removeConnection, writeConnection } from './connection-file.ts';
import type { Connection } from './connection-file.ts';
import { deployTemplate } from './deploy-template.ts';
import { mailboxRoute } from './mailbox-route.ts';
import { openCloud, urlOf } from './open-cloud.ts';
import type { OpenCloud, Ports } from './open-cloud.ts';
import type { Sandbox, StartOptions } from './start-options.ts';
import { resetDatabase } from './store/open-database.ts';
import { inProcessClientConfig } from './wire/client-config.ts';
import { listen } from './wire/http-server.ts';
import type { RunningServer } from './wire/http-server.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';

const megabyte = 2 ** 20;
/** API Gateway takes 10 MB; the front door answers what is larger, so the server lets a little more pass. */
const largestApiBody = 11 * megabyte;
/** A BatchWriteItem of 16 MB, with room for its spelling. */
const largestAwsBody = 24 * megabyte;

type Undo = () => Promise<void> | void;

/**
 * Boots a template and serves it on this machine.
 * @throws SandboxError for a port in use, a locked or damaged data directory, a template that it cannot serve
 */
export async function start(options: StartOptions): Promise<Sandbox> {
  const teardown: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (let undo = teardown.pop(); undo !== undefined; undo = teardown.pop()) await undo();
  };
  try {
    return { ...(await assemble(options, (undo) => teardown.push(undo))), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** The start as a list; `later` keeps what undoes each step, in reverse. */
async function assemble(options: StartOptions, later: (undo: Undo) => void): Promise<Omit<Sandbox, 'stop'>> {
  const { directory, stackName, template, parameters = {} } = options;
  if (options.reset === true && directory !== undefined) resetDatabase(directory);
  const ports: Ports = { api: undefined, aws: undefined };
  const opened = openCloud(options, ports);
  const { cloud, rooms } = opened;
  const aws = mailboxRoute(rooms.mailbox, (request) => cloud.handle(request));
  later(opened.close);

  let isReady = (): void => undefined;
  const ready = new Promise<void>((done) => (isReady = done));
  const closeApi = await openPorts(options, { opened, ports, aws, ready, later });
  const types = cloud.services.flatMap((service) => service.resourceTypes);
  const place = cloud.ground.place;
  const file = resolve(template);
  const outputs = await deployTemplate({ ...{ types, place, file, parameters, stackName }, ...rooms });
  cloud.start();
  later(() => cloud.stop());
  // First of all no more comes in, or what runs would never end; functions make their calls in process.
  later(closeApi);
  isReady();
  const connection = connectionOf(opened, ports, outputs);
  if (directory !== undefined) {
    writeConnection(directory, connection);
    later(() => {
      removeConnection(directory);
    });
  }
  return {
    connection,
    clientConfig: inProcessClientConfig(place.region, (request) => cloud.handle(request)),
    api: rooms.apigateway.handle,
    aws,
    image: opened.image,
    fillDisk: opened.fillDisk,
    abandon: opened.abandon,
  };
}

type Handler = (request: WireRequest) => Promise<WireResponse>;

interface Opening {
  readonly opened: OpenCloud;
  readonly ports: Ports;
  readonly aws: Handler;
  /** Requests that come early wait for this. */
  readonly ready: Promise<void>;
  readonly later: (undo: Undo) => void;
}

/** Listens on the ports that were asked for; returns what closes that of the API. */
async function openPorts(options: StartOptions, opening: Opening): Promise<Undo> {
  const { opened, ports, aws, ready, later } = opening;
  const { rooms, report } = opened;
  const serve = async (port: number, portOption: string, handler: Handler): Promise<RunningServer> => {
    const handle: Handler = async (request) => (await ready, handler(request));
    const isApi = portOption === '--api-port';
    const largestBody = isApi ? largestApiBody : largestAwsBody;
    // The API answers what is too large by itself, with the headers that browsers need.
    const limits = { largestBody, cutsLargeBodies: isApi, refusesWebPages: !isApi };
    const server = await listen({ port, portOption, handle, report, ...limits });
    later(() => server.stop());
    return server;
  };
  if (options.awsPort !== undefined) ports.aws = (await serve(options.awsPort, '--aws-port', aws)).port;
  if (options.apiPort === undefined) return () => undefined;
  const api = await serve(options.apiPort, '--api-port', rooms.apigateway.handle);
  ports.api = api.port;
  return () => api.stop();
}

function connectionOf({ cloud, rooms }: OpenCloud, ports: Ports, outputs: Connection['outputs']): Connection {
  const apiKey = rooms.apigateway.apiKeyValue();
  return {
    apiEndpoint: `${urlOf(ports.api)}${rooms.apigateway.stagePath()}`,
    ...(apiKey === undefined ? {} : { apiKey }),
    awsEndpointUrl: urlOf(ports.aws),
    region: cloud.ground.place.region,
    accessKeyId: 'sandbox',
    secretAccessKey: 'sandbox',
    pid: process.pid,
    outputs,
  };
}
