import { basename, resolve } from 'node:path';
import { AwsError, SandboxError } from './kernel/errors.ts';
import type { OpenCloud } from './open-cloud.ts';
import type { StartOptions } from './start-options.ts';
import { planTemplateFile } from './template/boot-template.ts';

/**
 * Resolves a template and brings its stack to what it says, in one transaction; repeated at every start.
 * @returns the stack's outputs by key
 * @throws SandboxError with one line: `template.yaml: Resources.Queue.Properties.Size: …`
 */
export async function deployTemplate(
  { template, stackName, parameters = {} }: StartOptions,
  { cloud, rooms: { cloudformation } }: OpenCloud,
): Promise<Readonly<Record<string, string>>> {
  const types = cloud.services.flatMap((service) => service.resourceTypes);
  const { place } = cloud.ground;
  const plan = planTemplateFile({ file: resolve(template), stackName, parameters, place, types });
  try {
    await cloudformation.deploy(plan, types);
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    throw new SandboxError(`${basename(template)}: ${thrown.message}`);
  }
  return cloudformation.outputs(stackName);
}
