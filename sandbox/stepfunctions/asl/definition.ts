import * as z from 'zod';
import type { Json } from '../../kernel/json.ts';

/** JSON that stands for itself, or a payload template: kept as it is. */
const json = z.custom<Json>((value) => value !== undefined);
const text = z.string();
const name = text.min(1).max(80);
const path = text;
const seconds = z.int().min(0).max(99_999_999);
const limit = seconds.min(1);
const mostDelay = 31_622_400;
const queryLanguage = z.literal('JSONPath', 'JSONata is not supported by the sandbox').optional();

const rule = z.strictObject({ Comment: text.optional(), ErrorEquals: z.array(text.min(1)).min(1) });
const retrier = rule.extend({
  IntervalSeconds: limit.optional(),
  MaxAttempts: seconds.optional(),
  MaxDelaySeconds: limit.max(mostDelay).optional(),
  BackoffRate: z.number().min(1).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const catcher = rule.extend({ Next: name, ResultPath: path.nullable().optional() });

// Each kind of state adds its members to what a simpler kind has.
const any = z.strictObject({ Comment: text.optional(), QueryLanguage: queryLanguage });
const reading = any.extend({ InputPath: path.nullable().optional(), OutputPath: path.nullable().optional() });
const going = reading.extend({ Next: name.optional(), End: z.boolean().optional() });
const placing = going.extend({ ResultPath: path.nullable().optional() });
const working = placing.extend({
  ResultSelector: json.optional(),
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
});

const succeed = reading.extend({ Type: z.literal('Succeed') });
const fail = any.extend({
  Type: z.literal('Fail'),
  Error: text.optional(),
  ErrorPath: text.optional(),
  Cause: text.optional(),
  CausePath: text.optional(),
});
const choice = reading.extend({
  Type: z.literal('Choice'),
  Choices: z.array(z.looseObject({ Next: name })).min(1),
  Default: name.optional(),
});
const wait = going.extend({
  Type: z.literal('Wait'),
  Seconds: seconds.optional(),
  SecondsPath: path.optional(),
  Timestamp: text.optional(),
  TimestampPath: path.optional(),
});
const pass = placing.extend({
  Type: z.literal('Pass'),
  Result: json.optional(),
  Parameters: json.optional(),
});
const task = working.extend({
  Type: z.literal('Task'),
  Resource: text,
  Parameters: json.optional(),
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
  Parameters: json.optional(),
  Branches: z.array(branch).min(1),
});
const map = working.extend({
  Type: z.literal('Map'),
  ItemsPath: path.optional(),
  ItemSelector: json.optional(),
  MaxConcurrency: z.int().min(0).optional(),
  MaxConcurrencyPath: path.optional(),
  ItemProcessor: branch.extend({ ProcessorConfig: z.strictObject({ Mode: inline.optional() }).optional() }),
});
/** The kinds of states of the JSONPath language. */
const kinds = [task, pass, choice, wait, parallel, map, succeed, fail] as const;
const state: z.ZodType<State> = z.discriminatedUnion('Type', kinds);

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
