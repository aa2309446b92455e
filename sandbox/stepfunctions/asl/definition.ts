import * as z from 'zod';
import { messageOf } from '../../kernel/errors.ts';
import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { resourceOf } from '../tasks/task-resource.ts';
import { choiceTestOf } from './choice-rule.ts';
import { instantOf } from './instant.ts';
import { pathOf } from './json-path.ts';
import { expressionOf, templateOf } from './payload-template.ts';
import { referenceOf } from './reference-path.ts';

const text = z.string();
const name = text.min(1).max(80);
const seconds = z.int().min(0).max(99_999_999);
const limit = seconds.min(1);
const mostDelay = 31_622_400;
const queryLanguage = z.literal('JSONPath', 'JSONata is not supported by the sandbox').optional();

/** A value that `understand` can make something of: what it throws is the problem of the field. */
function understood<Schema extends z.ZodType>(
  schema: Schema,
  understand: (value: z.output<Schema>) => unknown,
): Schema {
  return schema.check(({ value, issues }) => {
    try {
      understand(value);
    } catch (thrown) {
      issues.push({ code: 'custom', message: messageOf(thrown), input: value });
    }
  });
}

const path = understood(text, pathOf);
const reference = understood(text, referenceOf);
const expression = understood(text, (value) => expressionOf(value, 'Fail'));
/** JSON that stands for itself, kept as it is. */
const json = z.custom<Json>((value) => value !== undefined);
const template = understood(json, templateOf);

const rule = z.strictObject({ Comment: text.optional(), ErrorEquals: z.array(text.min(1)).min(1) });
const retrier = rule.extend({
  IntervalSeconds: limit.optional(),
  MaxAttempts: seconds.optional(),
  MaxDelaySeconds: limit.max(mostDelay).optional(),
  BackoffRate: z.number().min(1).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const catcher = rule.extend({ Next: name, ResultPath: reference.nullable().optional() });

/** Rules for errors: States.ALL stands alone, in the last one. */
const rules = <Rule extends z.ZodType<{ ErrorEquals: string[] }>>(each: Rule): z.ZodArray<Rule> =>
  z.array(each).refine((list) => {
    const wildcard = list.findIndex(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
    return wildcard < 0 || (wildcard === list.length - 1 && list[wildcard]?.ErrorEquals.length === 1);
  }, 'States.ALL must stand alone in the last rule');

// Each kind of state adds its members to what a simpler kind has.
const any = z.strictObject({ Comment: text.optional(), QueryLanguage: queryLanguage });
const reading = any.extend({ InputPath: path.nullable().optional(), OutputPath: path.nullable().optional() });
const going = reading.extend({ Next: name.optional(), End: z.boolean().optional() });
const placing = going.extend({ ResultPath: reference.nullable().optional() });
const working = placing.extend({
  ResultSelector: template.optional(),
  Retry: rules(retrier).optional(),
  Catch: rules(catcher).optional(),
});

const succeed = reading.extend({ Type: z.literal('Succeed') });
const fail = any.extend({
  Type: z.literal('Fail'),
  Error: text.optional(),
  ErrorPath: expression.optional(),
  Cause: text.optional(),
  CausePath: expression.optional(),
});
const choice = reading.extend({
  Type: z.literal('Choice'),
  Choices: z.array(understood(z.looseObject({ Next: name }), choiceTestOf)).min(1),
  Default: name.optional(),
});
const wait = going.extend({
  Type: z.literal('Wait'),
  Seconds: seconds.optional(),
  SecondsPath: path.optional(),
  Timestamp: text.refine((value) => instantOf(value) !== undefined, 'Timestamp must be RFC 3339').optional(),
  TimestampPath: path.optional(),
});
const pass = placing.extend({
  Type: z.literal('Pass'),
  Result: json.optional(),
  Parameters: template.optional(),
});
const task = working.extend({
  Type: z.literal('Task'),
  Resource: understood(text, resourceOf),
  Parameters: template.optional(),
  TimeoutSeconds: limit.optional(),
  TimeoutSecondsPath: path.optional(),
  HeartbeatSeconds: limit.optional(),
  HeartbeatSecondsPath: path.optional(),
});

const states: z.ZodType<States> = z.record(
  name,
  z.lazy(() => state),
);
const branch = z.strictObject({ Comment: text.optional(), StartAt: name, States: states });
const inline = z.literal('INLINE', 'only INLINE maps are supported by the sandbox');
const parallel = working.extend({
  Type: z.literal('Parallel'),
  Parameters: template.optional(),
  Branches: z.array(branch).min(1),
});
const map = working.extend({
  Type: z.literal('Map'),
  ItemsPath: path.optional(),
  ItemSelector: template.optional(),
  MaxConcurrency: z.int().min(0).optional(),
  MaxConcurrencyPath: path.optional(),
  ItemProcessor: branch.extend({ ProcessorConfig: z.strictObject({ Mode: inline.optional() }).optional() }),
});
/** The kinds of states of the JSONPath language. */
const kinds = [task, pass, choice, wait, parallel, map, succeed, fail] as const;
const anyState = z.discriminatedUnion('Type', kinds).check(({ value, issues }) => {
  if (issues.length > 0) return;
  for (const message of stateProblems(value)) issues.push({ code: 'custom', message, input: value });
});
const state: z.ZodType<State> = z.preprocess(withNewNames, anyState);

/** Fields of a Map that older definitions have, and Step Functions still reads, by their names of today. */
const newNames: Readonly<Record<string, string>> = { Iterator: 'ItemProcessor', Parameters: 'ItemSelector' };

function withNewNames(value: unknown): unknown {
  if (!isObject(value) || value['Type'] !== 'Map') return value;
  const renamed = Object.entries(value).map(([field, content]) => {
    const name = Object.hasOwn(newNames, field) ? newNames[field] : undefined;
    return [name === undefined || Object.hasOwn(value, name) ? field : name, content];
  });
  return Object.fromEntries(renamed) as unknown;
}

/** What is wrong between the fields of a state. */
function* stateProblems(state: State): Generator<string> {
  if (state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail') {
    if ((state.Next === undefined) === (state.End !== true)) yield 'A state needs either Next or End: true';
  }
  for (const field of ['TimeoutSeconds', 'HeartbeatSeconds', 'MaxConcurrency', 'Error', 'Cause']) {
    if (field in state && `${field}Path` in state) yield `${field} and ${field}Path exclude each other`;
  }
  if (state.Type === 'Task' && (state.HeartbeatSeconds ?? 0) >= (state.TimeoutSeconds ?? Infinity)) {
    yield 'HeartbeatSeconds must be smaller than TimeoutSeconds';
  }
  if (state.Type !== 'Wait') return;
  const times = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
  if (times.filter((field) => field in state).length !== 1)
    yield `A Wait state needs one of ${times.join(', ')}`;
}

/** The shape of a whole definition; what it means is checked by `parseDefinition`. */
export const machineSchema = branch.extend({
  Version: z.literal('1.0').optional(),
  QueryLanguage: queryLanguage,
  TimeoutSeconds: limit.optional(),
});

/** States by name. */
export interface States {
  readonly [name: string]: State;
}

/** States with a first one: a machine, a branch of a Parallel state or the processor of a Map state. */
export type Branch = Pick<z.output<typeof branch>, 'StartAt' | 'States'>;

/** A whole state machine. */
export type Machine = z.output<typeof machineSchema>;
export type TaskState = z.output<typeof task>;
export type PassState = z.output<typeof pass>;
export type ChoiceState = z.output<typeof choice>;
export type WaitState = z.output<typeof wait>;
export type FailState = z.output<typeof fail>;
export type ParallelState = z.output<typeof parallel>;
export type MapState = z.output<typeof map>;
export type Retrier = z.output<typeof retrier>;
export type Catcher = z.output<typeof catcher>;

/** Any state. */
export type State = z.output<(typeof kinds)[number]>;
