import { functionOf, targetsOf, type State, type Workflow } from './load-workflow.ts';

/** What a rule may know besides the definition: the timeout of each function by its substitution, in seconds. */
export interface Surroundings {
  readonly functionTimeouts: ReadonlyMap<string, number>;
  /** Errors that trying again cannot change: answers of the domain, and faults that will not pass. */
  readonly neverRetried: ReadonlySet<string>;
}

/** A function's own timeout starts after its start-up, which may take this long. */
const startUpSeconds = 15;
const serviceCallSeconds = 10;

/** Everything that is wrong with a workflow, one line each; empty when nothing is. */
export function problemsOf(workflow: Workflow, around: Surroundings): string[] {
  return [
    ...machineProblems(workflow),
    ...graphProblems(workflow),
    ...Object.entries(workflow.States)
      .filter(([, state]) => state.Type === 'Task')
      .flatMap(([name, state]) => taskProblems(state, around).map((problem) => `${name}: ${problem}`)),
  ];
}

function machineProblems(workflow: Workflow): string[] {
  const problems: string[] = [];
  if (workflow.TimeoutSeconds === undefined) problems.push('no TimeoutSeconds');
  if (workflow.QueryLanguage !== undefined) problems.push('only JSONPath is allowed');
  return problems;
}

function graphProblems(workflow: Workflow): string[] {
  const known = new Set(Object.keys(workflow.States));
  const reached = new Set<string>();
  const open = [workflow.StartAt];
  const problems: string[] = [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = workflow.States[name];
    if (state === undefined) problems.push(`no state ${name}`);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    const targets = targetsOf(state);
    if (targets.length === 0 && !['Succeed', 'Fail'].includes(state.Type))
      problems.push(`${name} leads nowhere`);
    open.push(...targets);
  }
  return [
    ...problems,
    ...[...known].filter((name) => !reached.has(name)).map((name) => `${name} is unreachable`),
  ];
}

function taskProblems(state: State, around: Surroundings): string[] {
  return [...timeoutProblems(state, around), ...retryProblems(state, around), ...catchProblems(state)];
}

function timeoutProblems(state: State, around: Surroundings): string[] {
  const timeout = state.TimeoutSeconds;
  if (timeout === undefined) return ['no TimeoutSeconds'];
  const substitution = functionOf(state);
  if (substitution === undefined)
    return timeout === serviceCallSeconds ? [] : ['a service call takes at most 10 seconds'];
  const own = around.functionTimeouts.get(substitution);
  if (own === undefined) return [`unknown function ${substitution}`];
  return own < timeout && timeout <= own + startUpSeconds
    ? []
    : [`TimeoutSeconds does not fit ${String(own)} s`];
}

function retryProblems(state: State, around: Surroundings): string[] {
  const retriers = state.Retry ?? [];
  const active = retriers.filter((retrier) => retrier.MaxAttempts !== 0);
  const never = retriers
    .filter((retrier) => retrier.MaxAttempts === 0)
    .flatMap((retrier) => retrier.ErrorEquals);
  const problems: string[] = [];
  if (active.at(-1)?.ErrorEquals.join() !== 'States.ALL') problems.push('the last retrier is not States.ALL');
  for (const retrier of active) {
    if (retrier.JitterStrategy !== 'FULL') problems.push('a retrier without full jitter');
    if (retrier.MaxDelaySeconds === undefined) problems.push('a retrier without a cap');
    if (retrier.ErrorEquals.some((error) => around.neverRetried.has(error)))
      problems.push('a final error is retried');
  }
  if (retriers.slice(0, -1).some((retrier) => retrier.ErrorEquals.includes('States.ALL'))) {
    problems.push('States.ALL before other retriers');
  }
  // States.ALL matches refusals too, so every refusal that the task handles must be excepted before it.
  const caught = (state.Catch ?? []).flatMap((catcher) => catcher.ErrorEquals);
  for (const refusal of caught.filter((error) => around.neverRetried.has(error))) {
    if (!never.includes(refusal)) problems.push(`${refusal} would be retried by States.ALL`);
  }
  return problems;
}

function catchProblems(state: State): string[] {
  const catchers = state.Catch ?? [];
  const problems: string[] = [];
  if (catchers.at(-1)?.ErrorEquals.join() !== 'States.ALL')
    problems.push('the last catcher is not States.ALL');
  // Without a ResultPath the error replaces the state, and the order's id is lost.
  if (catchers.some((catcher) => !(catcher.ResultPath?.startsWith('$.') ?? false))) {
    problems.push('a catcher without ResultPath');
  }
  if (state.ResultPath === undefined) problems.push('the result would replace the ids');
  return problems;
}
