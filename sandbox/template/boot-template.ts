import { existsSync, readFileSync } from 'node:fs';
import { messageOf, SandboxError } from '../kernel/errors.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { parseYaml } from './parse-yaml.ts';
import type { StackPlan } from '../kernel/stack-plan.ts';
import { planStack } from './plan-stack.ts';
import type { PlanRequest } from './plan-resources.ts';
import { expandSam } from './sam/expand-sam.ts';
import { filesBeside } from './template-files.ts';
import type { TemplateFiles } from './template-files.ts';
import { templateOf } from './template.ts';

/** Which template is planned, and with what. */
export interface TemplateRequest extends Pick<PlanRequest, 'stackName' | 'place' | 'parameters' | 'types'> {
  /** Path of the template. */
  readonly file: string;
}

/**
 * Reads a template and resolves it into a plan.
 * @throws SandboxError where there is none
 * @throws TemplateError that names what cannot be served: `Resources.Queue.Properties.Size: …`
 */
export function planTemplateFile({ file, ...request }: TemplateRequest): StackPlan {
  return planTemplate(readTemplate(file), filesBeside(file), request);
}

/** Resolves a template's text into a plan. @throws TemplateError */
export function planTemplate(
  text: string,
  files: TemplateFiles,
  request: Omit<PlanRequest, 'template' | 'body' | 'aliases'>,
): StackPlan {
  const { template, aliases } = expandSam(parsed(text), files);
  return planStack({ ...request, template, aliases, body: text });
}

/** Kept for the next start of the same text, which in tests follows at once. */
const parsed = parsedOnce((text) => templateOf(parseYaml(text)));

function readTemplate(file: string): string {
  if (!existsSync(file)) throw new SandboxError(`There is no template ${file}; name the path of one.`);
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new SandboxError(`The template ${file} cannot be read (${messageOf(thrown)}).`);
  }
}
