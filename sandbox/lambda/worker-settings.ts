import type { Place } from '../kernel/place.ts';
import type { StoredFunction } from './function-store.ts';

/** Keys that a function signs with, as AWS gives them to a role's session. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a function's environment variables are made of. */
export interface EnvironmentSources {
  readonly target: StoredFunction;
  readonly place: Place;
  readonly endpoint: string;
  readonly credentials: FunctionCredentials;
  readonly logStream: string;
  /** `address:port` of the X-Ray daemon, where there is one. */
  readonly daemonAddress: string | undefined;
}

/** The environment variables of a function: Lambda's own and the template's, nothing of the sandbox's process. */
export function functionEnvironment(sources: EnvironmentSources): Readonly<Record<string, string>> {
  const { target, place, endpoint, credentials, logStream, daemonAddress } = sources;
  return {
    AWS_ENDPOINT_URL: endpoint,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...target.environment,
    _HANDLER: target.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${target.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memorySizeMb),
    AWS_LAMBDA_FUNCTION_NAME: target.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: target.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: place.region,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...(daemonAddress === undefined ? {} : { AWS_XRAY_DAEMON_ADDRESS: daemonAddress }),
    LAMBDA_TASK_ROOT: target.codeDirectory,
  };
}
