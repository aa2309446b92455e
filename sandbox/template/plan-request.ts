import type { Place } from '../kernel/place.ts';
import type { ResourceType } from '../kernel/resource.ts';
import type { Template } from './template.ts';

/** What a plan is made of. */
export interface PlanRequest {
  /** Base CloudFormation types only: SAM was expanded before. */
  readonly template: Template;
  /** The template's text as written. */
  readonly body: string;
  readonly stackName: string;
  readonly place: Place;
  /** Values by parameter name; the others take their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly types: readonly ResourceType[];
  /** Names such as `Api.Stage` that stand for generated resources. */
  readonly aliases?: ReadonlyMap<string, string>;
}
