import type { Violation } from './checker/evidence.ts';
import type { FunctionCode } from './function-code.ts';
import type { Path } from './paths.ts';
import type { CustomersThen } from './world/customer.ts';
import { FaultRules } from './world/fault-rules.ts';
import { conclude, setStage } from './world/stage.ts';
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

/**
 * Runs a path once and keeps what a kill would leave after each commit; then starts the system on each of these. What
 * a kill leaves is what is committed, so a kill just before or just after any call leaves one of them, and all calls
 * between two commits leave the same.
 */
export async function surveyCrashes(code: FunctionCode, path: Path, seed = 1): Promise<Survey> {
  const points: CrashPoint[] = [];
  let keep: ((moment: () => Moment) => void) | undefined;
  const stage = await setStage({
    ...optionsOf(code, path, seed),
    rules: new FaultRules(path.rules),
    onCommit: (moment) => {
      keep?.(moment);
    },
  });
  keep = (moment) => points.push({ moment: moment(), customers: stage.customers.then() });
  for (const wish of path.wishes) void stage.customers.place(wish);
  // A kill before anything is committed: everybody asks again.
  keep(() => stage.world.moment());
  const first = stage.world.commits;
  const clean = await conclude(stage);
  const { effects, commits, reports } = stage.world;
  stage.world.end();
  const failures = [...reports, ...problems(path, clean)].map((problem) => `without a kill: ${problem}`);
  let slowestMs = 0;
  for (const [index, point] of points.entries()) {
    const outcome = await replay(code, path, point);
    slowestMs = Math.max(slowestMs, outcome.settledMs);
    failures.push(
      ...problems(path, outcome).map((problem) => `killed after commit ${String(index)}: ${problem}`),
    );
  }
  const isCovered = (at: number | undefined): boolean => at !== undefined && at >= first && at <= commits;
  return {
    ...{ clean, failures, slowestMs, points: points.length, effects: effects.length },
    covered: effects.filter(({ before, after }) => isCovered(before) && isCovered(after ?? commits)).length,
  };
}

function optionsOf(code: FunctionCode, { behaviour, trouble }: Path, seed: number) {
  return {
    ...{ code, seed },
    ...(behaviour === undefined ? {} : { behaviour }),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

async function replay(code: FunctionCode, path: Path, { moment, customers }: CrashPoint): Promise<Outcome> {
  const stage = await setStage({
    ...optionsOf(code, path, 1),
    from: moment,
    trouble: { ...path.trouble, crashes: 1 },
  });
  stage.customers.resume(customers);
  const outcome = await conclude(stage);
  stage.world.end();
  return outcome;
}

function problems({ ends, failureReason }: Path, { evidence, violations }: Outcome): readonly string[] {
  const told = violations.map(({ invariant, message }: Violation) => `${invariant} ${message}`);
  const others = evidence.orders.filter(
    (order) =>
      order['status'] !== ends || (failureReason !== undefined && order['failureReason'] !== failureReason),
  );
  return [
    ...told,
    ...others.map((order) => `ended ${String(order['status'])} ${String(order['failureReason'] ?? '')}`),
    ...(evidence.orders.length === 0 ? ['no order'] : []),
  ];
}
