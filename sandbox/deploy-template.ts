import { basename } from 'node:path';
import type { CloudFormation } from './cloudformation/service.ts';
import { AwsError, SandboxError } from './kernel/errors.ts';
import type { Place } from './kernel/place.ts';
import type { ResourceType } from './kernel/resource.ts';
import { planTemplateFile } from './template/boot-template.ts';

/** Which template is deployed, where to and with what. */
export interface DeployRequest {
  readonly cloudformation: CloudFormation;
  readonly place: Place;
  /** Path of the template. */
  readonly file: string;
  /** Values by parameter name; the others take their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly stackName: string;
  /** The resource types of all rooms. */
  readonly types: readonly ResourceType[];
}

/**
 * Resolves a template and brings its stack to what it says, in one transaction; repeated at every start.
 * @returns the stack's outputs by key
 * @throws SandboxError with one line: `template.yaml: Resources.Queue.Properties.Size: …`
 */
export async function deployTemplate(request: DeployRequest): Promise<Readonly<Record<string, string>>> {
  const { cloudformation, types, file, stackName } = request;
  const plan = planTemplateFile(request);
  try {
    await cloudformation.deploy(plan, types);
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    throw new SandboxError(`${basename(file)}: ${thrown.message}`);
  }
  return cloudformation.outputs(stackName);
}
