import type { Json } from '../../kernel/json.ts';
import type { MapState, ParallelState } from '../asl/definition.ts';
import { runtimeError } from '../asl/errors.ts';
import { branchesIn, stateLocation } from '../asl/location.ts';
import { Document } from './document.ts';
import { newFrame, settle } from './frame.ts';
import type { Frame, Memory } from './frame.ts';
import { Visit } from './visit.ts';
import type { Verdict } from './visit.ts';

/** So many iterations of an inline Map run at once at most. */
const mostConcurrent = 40;

/** Parallel: every branch begins with the state's input. */
export function beginParallel(visit: Visit, state: ParallelState): Verdict {
  visit.event('ParallelStateStarted');
  const input = visit.fill(state.Parameters, visit.input());
  const { length } = state.Branches;
  const children = openChildren(visit, length, length);
  while (children.started < length) beginChild(visit, input);
  return 'blocked';
}

/** Map: as many iterations as may run at once begin; each that ends makes room for the next. */
export function beginMap(visit: Visit, state: MapState): Verdict {
  const { length } = itemsOf(visit, state);
  visit.event('MapStateStarted', { length });
  if (length === 0) {
    visit.event('MapStateSucceeded');
    return { result: Document.of([]) };
  }
  const limit = visit.number(state.MaxConcurrency, state.MaxConcurrencyPath) ?? 0;
  const concurrency = limit === 0 ? mostConcurrent : Math.min(limit, mostConcurrent);
  startIterations(visit, state, openChildren(visit, length, concurrency));
  return 'blocked';
}

/** A branch or iteration ended: the state goes on once all have. */
export function childEnded(visit: Visit, child: Frame): Verdict {
  const { run, frame, state } = visit;
  const { children } = frame.memory;
  if (children === undefined) return 'blocked';
  children.finished += 1;
  run.put(frame);
  if (state.Type === 'Map') {
    iterationEvent(visit, child, 'MapIterationSucceeded');
    startIterations(visit, state, children);
  }
  if (children.finished < children.count) return 'blocked';
  const outputs: Json[] = [];
  for (const { path, input } of run.framesBelow(frame.path)) {
    if (run.parent({ path }) === frame) outputs[indexOf(path)] = input.value;
  }
  frame.lastEvent = child.lastEvent;
  run.dropBelow(frame.path);
  visit.event(`${state.Type}StateSucceeded`);
  delete frame.memory.children;
  frame.phase = 'ready';
  return { result: Document.of(outputs) };
}

/** A branch or iteration failed for good, and with it the state. */
export function childFailed(visit: Visit, child: Frame): void {
  const { frame, state } = visit;
  abortSiblings(visit, child);
  if (state.Type === 'Map') iterationEvent(visit, child, 'MapIterationFailed');
  frame.lastEvent = child.lastEvent;
  visit.event(`${state.Type}StateFailed`);
}

/** What else went on in the state is cut off where it stands. */
function abortSiblings({ run, frame }: Visit, child: Frame): void {
  for (const other of run.framesBelow(frame.path)) {
    const isOfChild = `${other.path}/`.startsWith(`${child.path}/`);
    if (isOfChild || ['ready', 'done', 'failed'].includes(other.phase)) continue;
    run.event(other, `${run.state(other).Type}StateAborted`);
  }
}

type Children = NonNullable<Memory['children']>;

function openChildren({ run, frame }: Visit, count: number, concurrency: number): Children {
  run.dropBelow(frame.path);
  settle(frame, 'children');
  run.put(frame);
  return (frame.memory.children = { count, concurrency, started: 0, finished: 0 });
}

function startIterations(visit: Visit, state: MapState, children: Children): void {
  const { run, frame } = visit;
  const mayStart = (): boolean =>
    children.started < children.count && children.started - children.finished < children.concurrency;
  if (!mayStart()) return;
  const items = itemsOf(visit, state);
  while (mayStart()) {
    const item = { index: children.started, value: items[children.started] ?? null };
    // The item's own frame does not exist yet: the selector sees it in the state's context.
    const within = new Visit(run, { ...frame, memory: { ...frame.memory, item } });
    const { ItemSelector } = state;
    const input =
      ItemSelector === undefined ? Document.of(item.value) : within.fill(ItemSelector, visit.input());
    iterationEvent(visit, beginChild(within, input), 'MapIterationStarted');
  }
}

/** Begins the next branch of a Parallel state, or the next iteration of a Map. */
function beginChild({ run, frame, state }: Visit, input: Document): Frame {
  const { children, item } = frame.memory;
  const index = children?.started ?? 0;
  const branches = branchesIn(state, stateLocation(frame.scope, frame.state));
  const [scope = '', { StartAt = '' } = {}] = branches[state.Type === 'Map' ? 0 : index] ?? [];
  const child = newFrame({ path: `${frame.path}/${String(index)}`, scope, state: StartAt, input });
  child.lastEvent = frame.lastEvent;
  child.memory = { item };
  if (children !== undefined) children.started += 1;
  run.put(child);
  run.ready.push(child);
  return child;
}

function itemsOf(visit: Visit, { ItemsPath = '$' }: MapState): readonly Json[] {
  const items = visit.read(ItemsPath);
  if (Array.isArray(items)) return items as readonly Json[]; // isArray drops readonly
  throw runtimeError(`Reference path "${ItemsPath}" of state '${visit.frame.state}' must point to array.`);
}

function iterationEvent({ run, frame }: Visit, child: Frame, type: string): void {
  run.event(child, type, { name: frame.state, index: indexOf(child.path) });
}

function indexOf(path: string): number {
  return Number(path.slice(path.lastIndexOf('/') + 1));
}
