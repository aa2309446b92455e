import * as z from 'zod';
import { definedIn } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { json, shaped, text } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { policy } from './generated.ts';

const actions = new Map([
  ['SQS', 'sqs:SendMessage'],
  ['SNS', 'sns:Publish'],
  ['Lambda', 'lambda:InvokeFunction'],
  ['EventBridge', 'events:PutEvents'],
]);

const destination = z.strictObject({ Type: text.optional(), Destination: json.optional() }, 'must be a map');
const config = z.strictObject({ OnSuccess: destination.optional(), OnFailure: destination.optional() });

/** Where a function's results or failures go, and the rights that its role needs for it. */
export interface Destinations {
  /** The member DestinationConfig, where there is one. */
  readonly config: JsonObject;
  readonly policies: readonly JsonObject[];
}

/** How a DestinationConfig is read at its place. */
export interface DestinationPlace {
  readonly at: string;
  readonly policyName: (event: string, type: string) => string;
  /** The types that SAM takes here. */
  readonly types: readonly string[];
  /** Where no type is given, no right is granted. */
  readonly isTypeOptional?: boolean;
}

/** Every type of destination, and those that take what failed. */
export const allTypes: readonly string[] = [...actions.keys()];
export const failureTypes: readonly string[] = ['SQS', 'SNS'];

/** SAM takes `Type` out of a DestinationConfig and grants the right to send there. */
export function destinationsOf(
  given: Json | undefined,
  { at, policyName, types, isTypeOptional = false }: DestinationPlace,
): Destinations {
  if (given === undefined) return { config: {}, policies: [] };
  const destinations = Object.entries(definedIn(shaped(config, given, at)));
  const policies = destinations.flatMap(([event, { Type: type, Destination: arn }]) => {
    const place = `${at}.${event}`;
    if (arn === undefined) {
      throw new TemplateError(
        `${place}.Destination`,
        'is missing: the sandbox makes no destination by itself',
      );
    }
    if (type === undefined && isTypeOptional) return [];
    return [policy(policyName(event, type ?? ''), actionOf(type, types, place), arn)];
  });
  const arns = destinations.map(([event, { Destination = '' }]) => [event, { Destination }]);
  return { config: { DestinationConfig: Object.fromEntries(arns) }, policies };
}

/** What the role must be allowed to send to a destination of one of `types`. */
export function actionOf(type: string | undefined, types: readonly string[], at: string): string {
  const action = type === undefined || !types.includes(type) ? undefined : actions.get(type);
  if (action !== undefined) return action;
  throw new TemplateError(`${at}.Type`, `must be one of ${types.join(', ')}`);
}
