import { removeConnection, writeConnection } from './connection-file.ts';
import type { Connection } from './connection-file.ts';
import { deployTemplate } from './deploy-template.ts';
import { mailboxRoute } from './mailbox-route.ts';
import { openCloud, urlOf } from './open-cloud.ts';
import type { OpenCloud, Ports } from './open-cloud.ts';
import { openDoors } from './open-doors.ts';
import type { Later, Undo } from './open-doors.ts';
import type { Sandbox, StartOptions } from './start-options.ts';
import { resetDatabase } from './store/open-database.ts';
import { inProcessClientConfig } from './wire/client-config.ts';

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
async function assemble(options: StartOptions, later: Later): Promise<Omit<Sandbox, 'stop'>> {
  const { directory } = options;
  if (options.reset === true && directory !== undefined) resetDatabase(directory);

  const ports: Ports = { api: undefined, aws: undefined };
  const opened = openCloud(options, ports);
  const { cloud, rooms } = opened;
  later(opened.close);

  const handlers = {
    api: rooms.apigateway.handle,
    aws: mailboxRoute(rooms.mailbox, (request) => cloud.handle(request)),
  };
  const doors = await openDoors(options, { ...opened, ports, handlers, later });

  const outputs = await deployTemplate(options, opened);
  cloud.start();
  later(() => cloud.stop());
  // First of all no more comes in, or what runs would never end; functions make their calls in process.
  later(doors.closeApi);
  doors.letIn();

  const connection = connectionOf(opened, ports, outputs);
  if (directory !== undefined) {
    writeConnection(directory, connection);
    later(() => {
      removeConnection(directory);
    });
  }
  return {
    ...handlers,
    connection,
    clientConfig: inProcessClientConfig(connection.region, (request) => cloud.handle(request)),
    image: opened.image,
    fillDisk: opened.fillDisk,
    abandon: opened.abandon,
  };
}

function connectionOf({ cloud, rooms }: OpenCloud, ports: Ports, outputs: Connection['outputs']): Connection {
  return {
    apiEndpoint: `${urlOf(ports.api)}${rooms.apigateway.stagePath()}`,
    apiKey: rooms.apigateway.apiKeyValue(),
    awsEndpointUrl: urlOf(ports.aws),
    region: cloud.ground.place.region,
    accessKeyId: 'sandbox',
    secretAccessKey: 'sandbox',
    pid: process.pid,
    outputs,
  };
}
