import type { Json } from '../../kernel/json.ts';
import type { MapState, ParallelState } from '../asl/definition.ts';
import { runtimeError } from '../asl/errors.ts';
import { pathOf } from '../asl/json-path.ts';
import { branchLocation, processorLocation } from '../asl/parse-definition.ts';
import { Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import { inputAfterPath, numberAt, scopeOf, throughTemplate } from './state-data.ts';
import type { Verdict } from './verdict.ts';

/** So many iterations of an inline Map run at once at most. */
const mostConcurrent = 40;

/** Parallel: every branch begins with the state's input. */
export function beginParallel(run: Run, frame: Frame, state: ParallelState): Verdict {
  run.event(frame, 'ParallelStateStarted');
  const document = inputAfterPath(run, frame, state);
  const input = throughTemplate(run, frame, { template: state.Parameters, document });
  const count = state.Branches.length;
  openChildren(run, frame, { count, concurrency: count, started: count, finished: 0 });
  state.Branches.forEach((branch, index) => {
    begin(run, frame, {
      index,
      scope: branchLocation(frame.scope, frame.state, index),
      input,
      firstState: branch.StartAt,
    });
  });
  return 'blocked';
}

/** Map: as many iterations as may run at once begin; each that ends makes room for the next. */
export function beginMap(run: Run, frame: Frame, state: MapState): Verdict {
  const input = inputAfterPath(run, frame, state);
  const items = itemsOf(run, frame, { state, input: input.value });
  run.event(frame, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  if (items.length === 0) {
    run.event(frame, 'MapStateSucceeded');
    return { result: Document.of([]) };
  }
  const limit = numberAt(run, frame, { number: state.MaxConcurrency, path: state.MaxConcurrencyPath }) ?? 0;
  const concurrency = limit === 0 ? mostConcurrent : Math.min(limit, mostConcurrent);
  openChildren(run, frame, { count: items.length, concurrency, started: 0, finished: 0 });
  startIterations(run, frame, state);
  return 'blocked';
}

/** A branch or iteration ended: the state goes on once all have. */
export function childEnded(run: Run, frame: Frame, child: Frame): Verdict {
  const state = run.state(frame);
  const { children } = frame.memory;
  if (children === undefined) return 'blocked';
  children.finished += 1;
  run.put(frame);
  if (state.Type === 'Map') {
    iterationEvent(run, child, { frame, type: 'MapIterationSucceeded' });
    if (children.started < children.count) startIterations(run, frame, state);
  }
  if (children.finished < children.count) return 'blocked';
  const ended = run.framesBelow(frame.path).filter(({ path }) => isChild(frame, path));
  const outputs: Json[] = [];
  for (const { path, input } of ended) outputs[indexOf(path)] = input.value;
  frame.lastEvent = child.lastEvent;
  run.dropBelow(frame.path);
  run.event(frame, `${state.Type}StateSucceeded`);
  delete frame.memory.children;
  frame.phase = 'ready';
  return { result: Document.of(outputs) };
}

/** A branch or iteration failed for good, and with it the state. */
export function childFailed(run: Run, frame: Frame, child: Frame): void {
  const { Type } = run.state(frame);
  abortSiblings(run, frame, child);
  if (Type === 'Map') iterationEvent(run, child, { frame, type: 'MapIterationFailed' });
  frame.lastEvent = child.lastEvent;
  run.event(frame, `${Type}StateFailed`);
}

/** What else went on in the state is cut off where it stands. */
function abortSiblings(run: Run, frame: Frame, child: Frame): void {
  for (const other of run.framesBelow(frame.path)) {
    const isOfChild = `${other.path}/`.startsWith(`${child.path}/`);
    if (isOfChild || ['ready', 'done', 'failed'].includes(other.phase)) continue;
    run.event(other, `${run.state(other).Type}StateAborted`);
  }
}

function openChildren(run: Run, frame: Frame, children: NonNullable<Frame['memory']['children']>): void {
  run.dropBelow(frame.path);
  frame.phase = 'children';
  frame.dueAt = null;
  frame.memory.children = children;
  run.put(frame);
}

function startIterations(run: Run, frame: Frame, state: MapState): void {
  const { children } = frame.memory;
  if (children === undefined) return;
  const input = inputAfterPath(run, frame, state);
  const items = itemsOf(run, frame, { state, input: input.value });
  const scope = processorLocation(frame.scope, frame.state);
  const firstState = run.branch(scope).StartAt;
  const template = state.ItemSelector ?? state.Parameters;
  while (children.started < children.count && children.started - children.finished < children.concurrency) {
    const index = children.started;
    const item = { index, value: items[index] ?? null };
    const within: Frame = { ...frame, memory: { ...frame.memory, item } };
    const document =
      template === undefined
        ? Document.of(item.value)
        : throughTemplate(run, within, { template, document: input });
    const child = begin(run, within, { index, scope, input: document, firstState });
    iterationEvent(run, child, { frame, type: 'MapIterationStarted' });
    children.started += 1;
  }
}

interface Beginning {
  readonly index: number;
  readonly scope: string;
  readonly input: Document;
  readonly firstState: string;
}

function begin(run: Run, parent: Frame, { index, scope, input, firstState }: Beginning): Frame {
  const { item } = parent.memory;
  const child: Frame = {
    path: `${parent.path}/${String(index)}`,
    scope,
    state: firstState,
    phase: 'ready',
    input,
    request: null,
    lastEvent: parent.lastEvent,
    dueAt: null,
    token: null,
    memory: item === undefined ? {} : { item },
  };
  run.put(child);
  run.ready.push(child);
  return child;
}

function itemsOf(
  run: Run,
  frame: Frame,
  use: { readonly state: MapState; readonly input: Json },
): readonly Json[] {
  const path = use.state.ItemsPath ?? '$';
  const items = pathOf(path).read(scopeOf(run, frame, use.input));
  if (Array.isArray(items)) return items as readonly Json[]; // isArray drops readonly
  throw runtimeError(`Reference path "${path}" of state '${frame.state}' must point to array.`);
}

function iterationEvent(
  run: Run,
  child: Frame,
  about: { readonly frame: Frame; readonly type: string },
): void {
  const { frame, type } = about;
  const member = `m${type.slice(1)}EventDetails`;
  run.event(child, type, { [member]: { name: frame.state, index: indexOf(child.path) } });
}

function indexOf(path: string): number {
  return Number(path.slice(path.lastIndexOf('/') + 1));
}

function isChild(frame: Frame, path: string): boolean {
  return path.lastIndexOf('/') === frame.path.length;
}
