import type { Json } from './json.ts';

/** A stack ready to be provisioned: everything resolved, named and validated; nothing done yet. */
export interface StackPlan {
  readonly stackName: string;
  readonly stackId: string;
  readonly description: string;
  /** The template's text as written. */
  readonly body: string;
  readonly parameters: readonly ParameterValue[];
  /** In an order in which each comes after what it refers to. */
  readonly resources: readonly StackResource[];
  readonly outputs: readonly StackOutput[];
}

/** One resource of a plan. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** `Retain` (or `RetainExceptOnCreate`): outlives its removal from the template. */
  readonly deletionPolicy: string;
  /** The same for a resource that is replaced by another of the same logical id. */
  readonly updateReplacePolicy: string;
  readonly provision: () => void;
}

/** One output of a plan. */
export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

/** A parameter with its value for this start. */
export interface ParameterValue {
  readonly name: string;
  /** What `Ref` gives: text, a number for type Number, a list for list types. */
  readonly value: Json;
  /** As given or defaulted, before it was taken apart. */
  readonly text: string;
  /** NoEcho: never shown in answers or messages. */
  readonly secret: boolean;
}
