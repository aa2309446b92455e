import type { Ports } from './open-cloud.ts';
import type { StartOptions } from './start-options.ts';
import { listen } from './wire/http-server.ts';
import type { RunningServer, ServerOptions } from './wire/http-server.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';

const megabyte = 2 ** 20;

/** API Gateway takes 10 MB and answers what is larger by itself, with the headers that browsers need. */
const ofApi = { portOption: '--api-port', largestBody: 11 * megabyte, cutsLargeBodies: true };
/** A BatchWriteItem of 16 MB, with room for its spelling. */
const ofAws = { portOption: '--aws-port', largestBody: 24 * megabyte, refusesWebPages: true };

/** What undoes a step of the start. */
export type Undo = () => Promise<void> | void;

/** Keeps what undoes a step. */
export type Later = (undo: Undo) => void;

/** Answers a request. */
export type Handler = (request: WireRequest) => Promise<WireResponse>;

/** What stands behind the doors. */
export interface Opening {
  readonly handlers: { readonly api: Handler; readonly aws: Handler };
  /** Told of the ports that listen. */
  readonly ports: Ports;
  readonly report: ServerOptions['report'];
  readonly later: Later;
}

/** The ports of a sandbox that is starting. */
export interface Doors {
  /** Answers what has come early, and all that comes from now on. */
  readonly letIn: () => void;
  readonly closeApi: Undo;
}

/** Listens on the ports that were asked for, before there is anything to answer with: a taken port is known at once. */
export async function openDoors(options: StartOptions, opening: Opening): Promise<Doors> {
  const { handlers, ports, report, later } = opening;
  let letIn = (): void => undefined;
  const ready = new Promise<void>((resolve) => (letIn = resolve));
  const listenFor = async (
    handler: Handler,
    server: Omit<ServerOptions, 'handle' | 'report'>,
  ): Promise<RunningServer> => {
    const handle: Handler = async (request) => {
      await ready;
      return handler(request);
    };
    const running = await listen({ ...server, handle, report });
    later(() => running.stop());
    return running;
  };
  const { apiPort, awsPort } = options;
  if (awsPort !== undefined) {
    ports.aws = (await listenFor(handlers.aws, { ...ofAws, port: awsPort })).port;
  }
  if (apiPort === undefined) return { letIn, closeApi: () => undefined };
  const api = await listenFor(handlers.api, { ...ofApi, port: apiPort });
  ports.api = api.port;
  return { letIn, closeApi: () => api.stop() };
}
