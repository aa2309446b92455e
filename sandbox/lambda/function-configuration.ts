import type { StoredFunction } from './function-store.ts';

/** A function as GetFunctionConfiguration and its like describe it. */
export function functionConfiguration(target: StoredFunction): Readonly<Record<string, unknown>> {
  return {
    FunctionName: target.name,
    FunctionArn: target.arn,
    Runtime: target.runtime,
    Role: target.role,
    Handler: target.handler,
    Description: target.description,
    Timeout: target.timeoutSeconds,
    MemorySize: target.memorySizeMb,
    LastModified: new Date(target.lastModified).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: target.environment },
    TracingConfig: { Mode: target.tracing },
    RevisionId: String(target.revision),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: target.architectures,
    LoggingConfig: { LogFormat: 'Text', LogGroup: target.logGroup },
    ...(target.deadLetterTarget === undefined
      ? {}
      : { DeadLetterConfig: { TargetArn: target.deadLetterTarget } }),
  };
}
