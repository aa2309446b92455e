import type { Ground } from '../kernel/ground.ts';
import type { FunctionCredentials, LambdaDependencies } from './dependencies.ts';
import type { EnvironmentOptions, ExecutionEnvironment } from './execution-environment.ts';
import type { StoredFunction } from './function-spec.ts';
import { importBundle } from './realm/function-loader.ts';
import { RealmEnvironment } from './realm/realm-environment.ts';
import { WorkerEnvironment } from './worker-environment.ts';

/** Sockets of a sandbox without an evaluator of permissions accept any keys. */
const anyCredentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox', sessionToken: 'sandbox' };

type Starter = (target: StoredFunction) => ExecutionEnvironment;

/** Starts environments with the variables, the rights and the log stream of their function: in worker threads, or in this realm. */
export function environmentStarter(ground: Ground, deps: LambdaDependencies): Starter {
  const { random, place } = ground;
  const { realm, handle, compileCache, credentialsFor } = deps;
  const optionsFor = (target: StoredFunction): EnvironmentOptions => {
    const day = new Date(ground.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[$LATEST]${random.hex(32)}`;
    const credentials = credentialsFor?.(target.role, target.arn) ?? anyCredentials;
    return {
      clock: ground.clock,
      target,
      region: place.region,
      caller: { principal: target.role, sourceArn: target.arn },
      handle,
      logStream,
      environment: {
        AWS_ENDPOINT_URL: ground.endpoint(),
        LANG: 'en_US.UTF-8',
        TZ: ':UTC',
        ...target.environment,
        ...reserved({ target, credentials, logStream, region: place.region }),
      },
    };
  };
  if (realm === undefined) {
    return (target) => new WorkerEnvironment({ ...optionsFor(target), compileCache });
  }
  const { clock, load = importBundle, outlivesTimeout = false, clockSkewMs = 0 } = realm;
  return (target) =>
    new RealmEnvironment({
      ...optionsFor(target),
      clock,
      random,
      load,
      outlivesTimeout,
      skewMs: clockSkewMs === 0 ? 0 : random.below(2 * clockSkewMs + 1) - clockSkewMs,
    });
}

/** The environment variables that are Lambda's own: a template cannot change them. */
function reserved({
  target,
  region,
  credentials,
  logStream,
}: Pick<EnvironmentOptions, 'target' | 'region' | 'logStream'> & {
  readonly credentials: FunctionCredentials;
}): Readonly<Record<string, string>> {
  return {
    _HANDLER: target.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${target.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memorySizeMb),
    AWS_LAMBDA_FUNCTION_NAME: target.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: target.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: region,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LAMBDA_TASK_ROOT: target.codeDirectory,
  };
}
