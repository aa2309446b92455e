import type { Item, Violation } from './checker/evidence.ts';
import type { FunctionCode } from './function-code.ts';
import type { Path } from './paths/path.ts';
import type { CustomersThen } from './world/customer.ts';
import { FaultRules } from './world/fault-rules.ts';
import { conclude, rest, setStage } from './world/stage.ts';
import type { Outcome } from './world/stage.ts';
import type { Moment } from './world/world.ts';

/** A place to die: right after a commit of the store, with nobody told of it. */
interface CrashPoint {
  readonly moment: Moment;
  readonly customers: CustomersThen;
}

/** What became of a path that was killed at every point. */
export interface Survey {
  /** The run without a kill. */
  readonly clean: Outcome;
  /** AWS calls of functions and state machine in it. */
  readonly effects: number;
  /** Of those, how many had a kill just before and just after them. */
  readonly covered: number;
  /** Different states that a kill can leave. */
  readonly points: number;
  readonly failures: readonly string[];
  /** Longest virtual ms from a kill to rest. */
  readonly slowestMs: number;
}

export interface SurveyOptions {
  readonly seed?: number;
  /** The first broken promise is enough. */
  readonly stopsAtFirst?: boolean;
  readonly template?: string | undefined;
}

/**
 * Runs a path once and keeps what a kill would leave after each commit; then starts the system on each of these. What
 * a kill leaves is what is committed, so a kill just before or just after any call leaves one of them, and all calls
 * between two commits leave the same.
 */
export async function surveyCrashes(
  code: FunctionCode,
  path: Path,
  { seed = 1, stopsAtFirst = false, template }: SurveyOptions = {},
): Promise<Survey> {
  const points: CrashPoint[] = [];
  const recorder: { keep?: (moment: () => Moment) => void } = {};
  const stage = await setStage({
    ...stageOf(path, { code, seed, template }),
    rules: new FaultRules(path.rules),
    onCommit: (moment) => {
      recorder.keep?.(moment);
    },
  });
  await path.prepare?.(stage.account);
  await stage.world.settle();
  const keep = (moment: () => Moment): void => {
    points.push({ moment: moment(), customers: stage.customers.then() });
  };
  recorder.keep = keep;
  for (const wish of path.wishes) void stage.customers.place(wish);
  // A kill before anything is committed: everybody asks again.
  keep(() => stage.world.moment());
  const first = stage.world.commits;
  const before = stage.world.effects.length;
  await rest(stage);
  // What the witnesses do when they are asked (a receive hides what it read) is none of the system's work.
  delete recorder.keep;
  const clean = await conclude(stage);
  const { commits, reports } = stage.world;
  const effects = stage.world.effects.slice(before);
  stage.world.end();
  const failures = [...reports, ...problemsOf(path, clean)].map((problem) => `without a kill: ${problem}`);
  let slowestMs = 0;
  for (const [index, point] of points.entries()) {
    if (stopsAtFirst && failures.length > 0) break;
    const outcome = await replay(path, point, { code, seed, template });
    slowestMs = Math.max(slowestMs, outcome.settledMs);
    failures.push(
      ...problemsOf(path, outcome).map((problem) => `killed after commit ${String(index)}: ${problem}`),
    );
  }
  const isCovered = (at: number | undefined): boolean => at !== undefined && at >= first && at <= commits;
  return {
    clean,
    failures,
    slowestMs,
    points: points.length,
    effects: effects.length,
    covered: effects.filter(({ before, after }) => isCovered(before) && isCovered(after ?? commits)).length,
  };
}

interface Setting {
  readonly code: FunctionCode;
  readonly seed: number;
  readonly template: string | undefined;
}

const stageOf = ({ behaviour, trouble }: Path, setting: Setting) => ({ ...setting, behaviour, trouble });

async function replay(path: Path, { moment, customers }: CrashPoint, setting: Setting): Promise<Outcome> {
  const now = moment.now + (path.jumpMs ?? 0);
  const stage = await setStage({
    ...stageOf(path, setting),
    from: { ...moment, now },
    trouble: { ...path.trouble, crashes: 1, endedAt: now },
  });
  stage.customers.resume(customers);
  await path.onRestart?.(stage.account);
  const outcome = await conclude(stage);
  stage.world.end();
  return outcome;
}

/** What is wrong with what became of a path: broken promises, other ends than its own. */
export function problemsOf(
  { ends, failureReason }: Path,
  { evidence, violations }: Outcome,
): readonly string[] {
  const told = violations.map(({ invariant, message }: Violation) => `${invariant} ${message}`);
  const others = evidence.orders.filter((order) => !isExpected(order, { ends, failureReason }));
  return [
    ...told,
    ...others.map((order) => `ended ${String(order['status'])} ${String(order['failureReason'] ?? '')}`),
    ...(evidence.orders.length === 0 ? ['no order'] : []),
  ];
}

type Expected = { readonly ends: Path['ends']; readonly failureReason: string | undefined };

function isExpected(order: Item, { ends, failureReason }: Expected): boolean {
  if (ends === 'either') return true;
  return (
    order['status'] === ends && (failureReason === undefined || order['failureReason'] === failureReason)
  );
}
