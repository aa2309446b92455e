import type { Ground } from '../../kernel/ground.ts';

/** So often it is noted that the process runs; by so much a downtime may be taken for too long. */
const noteMs = 5_000;

/**
 * Time limits (of tasks, heartbeats and executions) and retry delays count only while the sandbox runs: AWS never
 * stops, so a limit that passed meanwhile would be an error that AWS cannot make. A row says when the process was last
 * alive; at the next start deadlines move by the time in between. A Wait is due when it is due.
 */
export class Uptime {
  readonly #ground: Ground;
  /** Epoch ms; undefined until the downtime before this process is accounted for. */
  #notedAt: number | undefined;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** When `keep` is due: at once after a start, later only while a limit runs, so that an idle sandbox writes nothing. */
  keepAt(): number {
    const { store } = this.#ground;
    if (this.#notedAt === undefined) return -Infinity;
    const limit =
      store.get(`SELECT 1 FROM states_frame WHERE due_at IS NOT NULL AND phase <> 'wait' LIMIT 1`) ??
      store.get('SELECT 1 FROM states_execution WHERE timeout_at IS NOT NULL LIMIT 1');
    return limit === undefined ? Infinity : this.nextNote;
  }

  /** When the next note is due if a limit runs. */
  get nextNote(): number {
    return (this.#notedAt ?? -Infinity) + noteMs;
  }

  /** Moves deadlines by the downtime, the first time; then notes that the process runs. Inside a transaction. */
  keep(): void {
    const { store, clock } = this.#ground;
    const now = clock.now();
    if (this.#notedAt === undefined) this.#moveLimits(now);
    store.run('INSERT OR REPLACE INTO states_uptime (id, alive_at) VALUES (1, ?)', now);
    store.afterCommit(() => {
      this.#notedAt = now;
    });
  }

  #moveLimits(now: number): void {
    const { store } = this.#ground;
    const last = store.get<{ alive_at: number }>('SELECT alive_at FROM states_uptime');
    const down = last === undefined ? 0 : now - last.alive_at;
    if (down <= 0) return;
    store.run(
      `UPDATE states_frame SET due_at = due_at + ?1, details = json_replace(details,
         '$.memory.timeoutAt', details ->> '$.memory.timeoutAt' + ?1,
         '$.memory.heartbeatAt', details ->> '$.memory.heartbeatAt' + ?1)
       WHERE due_at IS NOT NULL AND phase IN ('task', 'token', 'retry')`,
      down,
    );
    store.run('UPDATE states_execution SET timeout_at = timeout_at + ? WHERE timeout_at IS NOT NULL', down);
  }
}
