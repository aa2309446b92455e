import { AwsError } from '../kernel/errors.ts';
import { compilePath } from '../kernel/event-language/event-path.ts';
import { compileTemplate } from '../kernel/event-language/input-template.ts';
import { parseJson } from '../kernel/json.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import type { BusEvent } from './event.ts';
import type { Target } from './target.ts';

/** What a rule hands to one target. */
export interface TargetInput {
  readonly event: BusEvent;
  readonly target: Target;
  readonly rule: { readonly name: string; readonly arn: string };
  /** Epoch ms at which the bus took the event. */
  readonly ingestedAt: number;
}

const pathIn = parsedOnce(compilePath);
const templateIn = parsedOnce(compileTemplate);

/** The payload for a target: the event, a part of it, a constant, or a filled template. */
export function targetBody(input: TargetInput): string {
  const { event, target } = input;
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(pathIn(target.InputPath)(event) ?? {});
  if (target.InputTransformer !== undefined) return transformed(input, target.InputTransformer);
  return JSON.stringify(event);
}

function transformed(input: TargetInput, transformer: NonNullable<Target['InputTransformer']>): string {
  const paths = transformer.InputPathsMap ?? {};
  const body = templateIn(transformer.InputTemplate).fill((name) => {
    const path = paths[name];
    return path === undefined ? reserved(name, input) : pathIn(path)(input.event);
  });
  if (/^\s*[{[]/.test(body) && parseJson(body) === undefined) {
    throw new AwsError(
      'InvalidInputException',
      `The input template of target ${input.target.Id} gives no valid JSON.`,
    );
  }
  return body;
}

function reserved(name: string, { event, rule, ingestedAt }: TargetInput): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return rule.arn;
    case 'aws.events.rule-name':
      return rule.name;
    case 'aws.events.event.ingestion-time':
      return new Date(ingestedAt).toISOString();
    case 'aws.events.event.json':
      return event;
    case 'aws.events.event':
      return { ...event, detail: undefined };
    default:
      return undefined;
  }
}
