import { runIdFrom } from '../kernel/ids.ts';
import type { RunStatus, Workflow } from '../ports/workflow.ts';

/** A {@link Workflow} for pure tests: runs exist, named by order, and do nothing by themselves. */
export function memoryWorkflow(): Workflow & { readonly runs: Map<string, RunStatus> } {
  const runs = new Map<string, RunStatus>();
  return {
    runs,
    async start({ orderId }) {
      const status = runs.get(orderId);
      if (status !== undefined) return { kind: 'already-exists', status };
      runs.set(orderId, 'RUNNING');
      return { kind: 'started' };
    },
    runOf: (orderId) => runIdFrom(orderId),
    async statusOf(runId) {
      return runs.get(runIdFrom(runId)) ?? 'unknown';
    },
  };
}
