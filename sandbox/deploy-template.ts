import { basename, resolve } from 'node:path';
import { AwsError, SandboxError } from './kernel/errors.ts';
import type { OpenCloud } from './open-cloud.ts';
import type { StartOptions } from './start-options.ts';
import { planTemplateFile } from './template/boot-template.ts';
import { TemplateError } from './template/template-error.ts';

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
  const request = { file: resolve(template), stackName, parameters, place: cloud.ground.place, types };
  try {
    await cloudformation.deploy(planTemplateFile(request), types);
  } catch (thrown) {
    if (!(thrown instanceof TemplateError) && !(thrown instanceof AwsError)) throw thrown;
    throw new SandboxError(`${basename(template)}: ${withNextStep(thrown.message)}`);
  }
  return cloudformation.outputs(stackName);
}

/** What to do about refusals that do not say it themselves, for they are AWS's own or come from every room. */
const nextSteps: readonly [RegExp, string][] = [
  [/not supported by the sandbox$/, '; docs/sandbox.md lists what is.'],
  [/must have values$/, '; give each by --parameter Name=Value.'],
];

function withNextStep(refusal: string): string {
  const [, step = ''] = nextSteps.find(([pattern]) => pattern.test(refusal)) ?? [];
  return refusal + step;
}
