import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseArn } from '../kernel/place.ts';
import { compilePath } from '../kernel/event-language/event-path.ts';
import { compileTemplate } from '../kernel/event-language/input-template.ts';

/** A target as templates spell it; members the sandbox does not know are refused by name. */
const targetSchema = z.strictObject({
  Id: z.string().regex(/^[.\-\w]{1,64}$/),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z.record(z.string(), z.string()).optional(),
      InputTemplate: z.string().min(1).max(8_192),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).default({}),
  RetryPolicy: z
    .strictObject({
      // Templates may hand numbers over as text.
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).default(185),
      MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).default(86_400),
    })
    .prefault({}),
});

/** The targets of a rule. */
export const targetsSchema = z.array(targetSchema);

/** A target of a rule. */
export type Target = z.output<typeof targetSchema>;

const supportedServices = ['sqs', 'sns', 'lambda', 'states', 'logs', 'events'];

/** Refuses targets that EventBridge or the sandbox would not deliver to, at the time they are put. */
export function checkTarget(target: Target): void {
  const { Id, Arn, Input, InputPath, InputTransformer } = target;
  const service = parseArn(Arn)?.service;
  if (service === undefined || !supportedServices.includes(service)) {
    throw invalid(`The sandbox has no target ${Arn}; it delivers to ${supportedServices.join(', ')}.`);
  }
  if ([Input, InputPath, InputTransformer].filter((input) => input !== undefined).length > 1) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (service === 'states' && target.RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${Arn}.`);
  }
  if (InputPath !== undefined) compilePath(InputPath);
  if (InputTransformer !== undefined) checkTransformer(Id, InputTransformer);
}

function checkTransformer(id: string, transformer: NonNullable<Target['InputTransformer']>): void {
  const paths = transformer.InputPathsMap ?? {};
  for (const path of Object.values(paths)) compilePath(path);
  for (const name of compileTemplate(transformer.InputTemplate).names) {
    if (!Object.hasOwn(paths, name) && !name.startsWith('aws.events.')) {
      throw invalid(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
    }
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
