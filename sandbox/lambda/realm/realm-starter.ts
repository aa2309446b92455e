import type { Ground } from '../../kernel/ground.ts';
import type { LambdaDependencies } from '../dependencies.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import type { StoredFunction } from '../function-store.ts';
import { functionEnvironment } from '../worker-settings.ts';
import { importBundle } from './function-loader.ts';
import { RealmEnvironment } from './realm-environment.ts';
import type { RealmOptions } from './realm-options.ts';

const credentials = { accessKeyId: 'in-realm', secretAccessKey: 'in-realm' };

/** Starts environments in this realm, with the environment variables, the rights and the log stream of their function. */
export function realmStarter(
  { random, place, endpoint }: Ground,
  { handle }: Pick<LambdaDependencies, 'handle'>,
  { clock, load = importBundle, outlivesTimeout = false, clockSkewMs = 0 }: RealmOptions,
): (target: StoredFunction) => ExecutionEnvironment {
  return (target) => {
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[$LATEST]${random.hex(32)}`;
    return new RealmEnvironment({
      clock,
      random,
      target,
      logStream,
      handle,
      load,
      outlivesTimeout,
      skewMs: clockSkewMs === 0 ? 0 : random.below(2 * clockSkewMs + 1) - clockSkewMs,
      region: place.region,
      caller: { principal: target.role, sourceArn: target.arn },
      environment: functionEnvironment({
        target,
        place,
        credentials,
        logStream,
        endpoint: endpoint(),
        daemonAddress: undefined,
      }),
    });
  };
}
