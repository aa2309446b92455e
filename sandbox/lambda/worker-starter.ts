import type { Ground } from '../kernel/ground.ts';
import type { LambdaDependencies } from './dependencies.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { StoredFunction } from './function-store.ts';
import { WorkerEnvironment } from './worker-environment.ts';
import { functionEnvironment } from './worker-settings.ts';

/** Sockets of a sandbox without an evaluator of permissions accept any keys. */
const anyCredentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox', sessionToken: 'sandbox' };

type Starter = (target: StoredFunction) => ExecutionEnvironment;

/** Starts worker threads with the environment, the rights and the log stream of their function. */
export function workerStarter(ground: Ground, deps: LambdaDependencies): Starter {
  const { clock, random, place } = ground;
  return (target) => {
    const logStream = `${dayOf(clock.now())}/[$LATEST]${random.hex(32)}`;
    return new WorkerEnvironment({
      clock,
      target,
      caller: { principal: target.role, sourceArn: target.arn },
      handle: deps.handle,
      environment: functionEnvironment({
        target,
        place,
        endpoint: ground.endpoint(),
        credentials: deps.credentialsFor?.(target.role, target.arn) ?? anyCredentials,
        logStream,
        daemonAddress: deps.daemonAddress?.(),
      }),
      setup: {
        codeDirectory: target.codeDirectory,
        handler: target.handler,
        region: place.region,
        functionName: target.name,
        memorySizeMb: target.memorySizeMb,
        logGroup: target.logGroup,
        logStream,
        ...(deps.compileCache === undefined ? {} : { compileCache: deps.compileCache }),
      },
    });
  };
}

/** `2024/01/15` */
function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
}
