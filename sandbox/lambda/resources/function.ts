import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { FunctionSpec } from '../function-spec.ts';
import { functionArn } from '../function-store.ts';
import type { FunctionStore } from '../function-store.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const properties = z.strictObject({
  FunctionName: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  Description: z.string().optional(),
  Code: z.strictObject({ LocalPath: z.string() }),
  Handler: z.string(),
  Runtime: z.enum(['nodejs24.x', 'nodejs22.x']),
  Role: z.string(),
  Timeout: z.coerce.number().int().min(1).max(900).default(3),
  MemorySize: z.coerce.number().int().min(128).max(10_240).default(128),
  Architectures: z.array(z.enum(['arm64', 'x86_64'])).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), scalar).default({}) }).optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
  LoggingConfig: z
    .strictObject({ LogFormat: z.literal('Text').optional(), LogGroup: z.string().optional() })
    .optional(),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
  PackageType: z.literal('Zip').optional(),
  EphemeralStorage: z.unknown().optional(),
  KmsKeyArn: z.unknown().optional(),
  RuntimeManagementConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::Lambda::Function: the code is a built bundle in a directory of this machine. */
export function functionResource(
  { place, store, trusts }: Ground,
  functions: FunctionStore,
  environments: { readonly drop: (name: string) => void },
): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::Lambda::Function',
    parse: inputOf(properties, 'ValidationError'),
    withoutEffect: {
      Architectures: 'the bundle runs on the processor of this machine',
      Description: 'it is only shown',
      EphemeralStorage: 'functions share the temporary directory of this machine',
      KmsKeyArn: 'environment variables are kept in the data file of this machine',
      PackageType: 'Zip is the only one',
      RuntimeManagementConfig: 'the runtime is the Node.js that runs the sandbox',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => {
      const name = nameOf(request);
      return { physicalId: name, attributes: { Arn: functionArn(place, name) } };
    },
    provision: (request) => {
      const name = nameOf(request);
      if (!trusts(request.properties.Role, 'lambda.amazonaws.com')) throw notAssumable();
      functions.put(specOf(name, functionArn(place, name), request.properties));
    },
    remove: (name) => {
      functions.remove(name);
      store.afterCommit(() => {
        environments.drop(name);
      });
    },
  });
}

function notAssumable(): AwsError {
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  return new AwsError('InvalidParameterValueException', message, { details: { Type: 'User' } });
}

function nameOf(request: ResourceRequest<Properties>): string {
  return request.properties.FunctionName ?? generatedName(request, 64);
}

function specOf(name: string, arn: string, given: Properties): FunctionSpec {
  return {
    name,
    arn,
    codeDirectory: given.Code.LocalPath,
    handler: given.Handler,
    runtime: given.Runtime,
    environment: given.Environment?.Variables ?? {},
    timeoutSeconds: given.Timeout,
    memorySizeMb: given.MemorySize,
    role: given.Role,
    tracing: given.TracingConfig?.Mode ?? 'PassThrough',
    logGroup: given.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    reservedConcurrency: given.ReservedConcurrentExecutions,
    deadLetterTarget: given.DeadLetterConfig?.TargetArn,
  };
}
