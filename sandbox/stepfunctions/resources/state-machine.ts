import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import type { Json } from '../../kernel/json.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { loggingSchema, noLogging } from '../logging.ts';
import { checkName, machineArn, machineOf } from '../names.ts';
import type { Room } from '../room.ts';

const properties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.literal('STANDARD', 'only STANDARD is supported by the sandbox').optional(),
  Definition: z.custom<Json>((value) => value !== undefined).optional(),
  DefinitionString: z.string().optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  RoleArn: z.string(),
  LoggingConfiguration: loggingSchema.default(noLogging),
  TracingConfiguration: z.strictObject({ Enabled: z.boolean().optional() }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});
type Properties = z.output<typeof properties>;

/** AWS::StepFunctions::StateMachine: a changed definition holds for new executions, open ones finish under theirs. */
export function stateMachineResource({ ground: { place }, machines }: Room): ResourceType {
  const nameOf = (request: ResourceRequest<Properties>): string =>
    request.properties.StateMachineName ?? generatedName(request);
  return resourceType<Properties>({
    type: 'AWS::StepFunctions::StateMachine',
    parse: inputOf(properties),
    withoutEffect: {
      Tags: 'tags are not kept',
      TracingConfiguration: 'trace headers are passed on with and without it; the engine writes no segments',
    },
    identify: (request) => {
      const name = nameOf(request);
      const arn = machineArn(place, name);
      return { physicalId: arn, attributes: { Arn: arn, Name: name } };
    },
    provision: (request) => {
      const name = nameOf(request);
      checkName(name);
      const { RoleArn: roleArn, LoggingConfiguration: logging } = request.properties;
      machines.save({ name, roleArn, definition: definitionOf(request.properties), logging });
    },
    remove: (physicalId) => {
      const name = machineOf(physicalId);
      if (machines.find(name) !== undefined) machines.remove(name);
    },
  });
}

/** The definition's text, with `${name}` replaced by its substitution. */
function definitionOf({ Definition, DefinitionString, DefinitionSubstitutions = {} }: Properties): string {
  if ((Definition === undefined) === (DefinitionString === undefined)) {
    throw new AwsError('ValidationError', 'A state machine needs one of Definition and DefinitionString');
  }
  const text = DefinitionString ?? JSON.stringify(Definition);
  const values = new Map(Object.entries(DefinitionSubstitutions));
  return text.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (written, name: string) => {
    const value = values.get(name);
    return value === undefined ? written : JSON.stringify(String(value)).slice(1, -1);
  });
}
