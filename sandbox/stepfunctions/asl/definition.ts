import * as z from 'zod';
import type { Json } from '../../kernel/json.ts';

/** JSON that stands for itself, or a payload template: kept as it is. */
const json = z.custom<Json>((value) => value !== undefined);
const name = z.string().min(1).max(80);
const path = z.string();
const seconds = z.int().min(0).max(99_999_999);

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONPath', 'JSONata is not supported by the sandbox').optional(),
  InputPath: path.nullable().optional(),
  OutputPath: path.nullable().optional(),
};
const transition = { Next: name.optional(), End: z.boolean().optional() };
const placing = { ResultPath: path.nullable().optional() };
const errorNames = z.array(z.string().min(1)).min(1);

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1).max(99_999_999).optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  BackoffRate: z.number().min(1).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  Next: name,
  ...placing,
});
const handling = {
  ResultSelector: json.optional(),
  ...placing,
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
};

const pass = z.strictObject({
  Type: z.literal('Pass'),
  ...common,
  ...transition,
  ...placing,
  Result: json.optional(),
  Parameters: json.optional(),
});
const task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...transition,
  ...handling,
  Resource: z.string(),
  Parameters: json.optional(),
  TimeoutSeconds: seconds.min(1).optional(),
  TimeoutSecondsPath: path.optional(),
  HeartbeatSeconds: seconds.min(1).optional(),
  HeartbeatSecondsPath: path.optional(),
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Choices: z.array(z.looseObject({ Next: name })).min(1),
  Default: name.optional(),
});
const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...transition,
  Seconds: seconds.optional(),
  SecondsPath: path.optional(),
  Timestamp: z.string().optional(),
  TimestampPath: path.optional(),
});
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: common.Comment,
  QueryLanguage: common.QueryLanguage,
  Error: z.string().optional(),
  ErrorPath: z.string().optional(),
  Cause: z.string().optional(),
  CausePath: z.string().optional(),
});

const branch: z.ZodType<Branch> = z.lazy(() =>
  z.strictObject({ Comment: z.string().optional(), StartAt: name, States: z.record(name, state) }),
);
const parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  ...transition,
  ...handling,
  Parameters: json.optional(),
  Branches: z.array(branch).min(1),
});
const processor: z.ZodType<Branch> = z.lazy(() =>
  z.strictObject({
    Comment: z.string().optional(),
    StartAt: name,
    States: z.record(name, state),
    ProcessorConfig: z
      .strictObject({ Mode: z.literal('INLINE', 'only INLINE maps are supported by the sandbox').optional() })
      .optional(),
  }),
);
const map = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...transition,
  ...handling,
  ItemsPath: path.optional(),
  ItemSelector: json.optional(),
  Parameters: json.optional(),
  MaxConcurrency: z.int().min(0).optional(),
  MaxConcurrencyPath: path.optional(),
  ItemProcessor: processor.optional(),
  Iterator: processor.optional(),
});
const state: z.ZodType<State> = z.discriminatedUnion('Type', [
  task,
  pass,
  choice,
  wait,
  parallel,
  map,
  succeed,
  fail,
]);

/** The shape of a whole definition; what it means is checked by `parseDefinition`. */
export const machineSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: common.QueryLanguage,
  TimeoutSeconds: seconds.min(1).optional(),
  StartAt: name,
  States: z.record(name, state),
});

/** States with a first one: a machine, a branch of a Parallel state or the processor of a Map state. */
export interface Branch {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A whole state machine. */
export type Machine = z.output<typeof machineSchema>;
export type TaskState = z.output<typeof task>;
export type PassState = z.output<typeof pass>;
export type ChoiceState = z.output<typeof choice>;
export type WaitState = z.output<typeof wait>;
export type SucceedState = z.output<typeof succeed>;
export type FailState = z.output<typeof fail>;
export type ParallelState = z.output<typeof parallel>;
export type MapState = z.output<typeof map>;
export type Retrier = z.output<typeof retrier>;
export type Catcher = z.output<typeof catcher>;

/** Any state of the JSONPath language. */
export type State =
  TaskState | PassState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;
