import { join, resolve } from 'node:path';
import { createCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';
import { removeConnection, writeConnection } from './connection-file.ts';
import type { Connection } from './connection-file.ts';
import { deployTemplate } from './deploy-template.ts';
import { systemClock } from './kernel/clock.ts';
import type { Clock } from './kernel/clock.ts';
import { messageOf } from './kernel/errors.ts';
import { seededRandom, systemRandom } from './kernel/random.ts';
import { createRooms } from './rooms.ts';
import type { Rooms } from './rooms.ts';
import { countStart, openDatabase, resetDatabase } from './store/open-database.ts';
import { createStore } from './store/store.ts';
import { inProcessClientConfig } from './wire/client-config.ts';
import type { InProcessClientConfig } from './wire/client-config.ts';
import { listen } from './wire/http-server.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';
import { mailboxRoute } from './mailbox-route.ts';

/** How a sandbox is started. */
export interface StartOptions {
  /** Path of the SAM template. */
  readonly template: string;
  readonly stackName: string;
  /** Template parameters by name; the others take their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** 0 takes any free port. */
  readonly apiPort: number;
  readonly awsPort: number;
  /** Where everything is stored; without it the store is in memory. */
  readonly directory?: string;
  /** Forgets what is stored, then starts. */
  readonly reset?: boolean;
  readonly clock?: Clock;
  readonly seed?: number;
  readonly region?: string;
  /** FULL (default) survives power loss; NORMAL survives the death of the process and is faster. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/** A running sandbox. */
export interface Sandbox {
  readonly connection: Connection;
  /** Settings for AWS SDK v3 clients of the same process: no socket, no signature. */
  readonly clientConfig: InProcessClientConfig;
  /** Takes no new work, lets what runs end, stores the rest for the next start. */
  readonly stop: () => Promise<void>;
}

const megabyte = 2 ** 20;
/** API Gateway takes 10 MB; the front door answers what is larger, so the server lets a little more pass. */
const largestApiBody = 11 * megabyte;
/** A BatchWriteItem of 16 MB, with room for its spelling. */
const largestAwsBody = 24 * megabyte;
/** Starts of one seed on one directory are this far apart, so that the second does not repeat the ids of the first. */
const startStride = 1_000_003;
const defaultRegion = 'us-east-1';
const accountId = '000000000000';

/**
 * Boots a template and serves it on this machine.
 * @throws SandboxError for a port in use, a locked or damaged data directory, a template that it cannot serve
 */
export async function start(options: StartOptions): Promise<Sandbox> {
  const teardown: (() => Promise<void> | void)[] = [];
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
async function assemble(
  options: StartOptions,
  later: (undo: () => Promise<void> | void) => void,
): Promise<Omit<Sandbox, 'stop'>> {
  const { directory, stackName, template, parameters = {}, region = defaultRegion } = options;
  if (options.reset === true && directory !== undefined) resetDatabase(directory);
  const ports = { api: 0, aws: 0 };
  const { cloud, rooms, close } = openCloud(options, ports);
  later(close);

  let isReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const front = rooms.apigateway.handle;
  const aws = mailboxRoute(rooms.mailbox, (request) => cloud.handle(request));
  const serve = async (port: number, portOption: string, handler: Handler): Promise<number> => {
    const handle: Handler = async (request) => (await ready, handler(request));
    const isApi = handler === front;
    const largestBody = isApi ? largestApiBody : largestAwsBody;
    // The API answers what is too large by itself, with the headers that browsers need.
    const server = await listen({
      ...{ port, portOption, handle, report },
      largestBody,
      cutsLargeBodies: isApi,
    });
    later(() => server.stop());
    return server.port;
  };
  ports.aws = await serve(options.awsPort, '--aws-port', aws);
  ports.api = await serve(options.apiPort, '--api-port', front);

  const types = cloud.services.flatMap((service) => service.resourceTypes);
  const place = cloud.ground.place;
  const file = resolve(template);
  const outputs = await deployTemplate({ ...{ types, place, file, parameters, stackName }, ...rooms });
  cloud.start();
  later(() => cloud.stop());
  isReady();
  void rooms.lambda.warm().catch((thrown: unknown) => {
    report('warm-up', thrown);
  });

  const apiKey = rooms.apigateway.apiKeyValue();
  const connection: Connection = {
    apiEndpoint: `http://127.0.0.1:${String(ports.api)}${rooms.apigateway.stagePath()}`,
    ...(apiKey === undefined ? {} : { apiKey }),
    awsEndpointUrl: `http://127.0.0.1:${String(ports.aws)}`,
    region,
    accessKeyId: 'sandbox',
    secretAccessKey: 'sandbox',
    pid: process.pid,
    outputs,
  };
  if (directory !== undefined) {
    writeConnection(directory, connection);
    later(() => {
      removeConnection(directory);
    });
  }
  return { connection, clientConfig: inProcessClientConfig(region, (request) => cloud.handle(request)) };
}

type Handler = (request: WireRequest) => Promise<WireResponse>;

interface OpenCloud {
  readonly cloud: Cloud;
  readonly rooms: Rooms;
  readonly close: () => Promise<void>;
}

function openCloud(options: StartOptions, ports: { readonly api: number; readonly aws: number }): OpenCloud {
  const { clock = systemClock, seed, directory, synchronous, region = defaultRegion } = options;
  const db = openDatabase({
    ...(directory === undefined ? {} : { directory }),
    ...(synchronous === undefined ? {} : { synchronous }),
  });
  const store = createStore(db, clock);
  // The hub makes the rooms and asks one of them about every call, so the two know each other.
  let rooms!: Rooms;
  const cloud = createCloud({
    store,
    clock,
    random: seed === undefined ? systemRandom() : seededRandom(seed + countStart(db) * startStride),
    place: { region, accountId },
    endpoint: () => `http://127.0.0.1:${String(ports.aws)}`,
    report,
    rooms: (ground) => {
      rooms = createRooms(ground, {
        handle: (request, caller) => cloud.handle(request, caller),
        apiEndpoint: () => `http://127.0.0.1:${String(ports.api)}`,
        ...(directory === undefined ? {} : { compileCache: join(directory, 'compile-cache') }),
      });
      return rooms.all;
    },
    authorize: (caller, permissions) => rooms.iam.authorize(caller, permissions),
    trusts: (roleArn, service) => rooms.iam.trusts(roleArn, service),
    identify: (accessKeyId) => rooms.iam.identify(accessKeyId),
  });
  return { cloud, rooms, close: () => store.close() };
}

/** Faults that no caller waits for are seen on stderr, one line each. */
function report(where: string, thrown: unknown): void {
  console.error(`fault in ${where}: ${messageOf(thrown)}`);
}
