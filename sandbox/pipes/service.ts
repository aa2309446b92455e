import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Pump } from '../kernel/pump.ts';
import type { Service } from '../kernel/service.ts';
import type { StreamSource } from '../kernel/stream-source.ts';
import { describePipe } from './describe-pipe.ts';
import { PipeStore, specOf } from './pipe-store.ts';
import { pipeResource } from './resources/pipe.ts';
import { createRunner } from './runner.ts';
import { pipesTables } from './tables.ts';

/** What pipes are handed. */
export interface PipesDependencies {
  readonly source: StreamSource;
  readonly metrics?: MetricSink;
}

/** EventBridge Pipes from DynamoDB streams to queues and buses. */
export function createPipes(ground: Ground, { source, metrics }: PipesDependencies): Service {
  ground.store.define(pipesTables);
  const pipes = new PipeStore(ground);
  const parts = { ground, pipes, source, metrics };
  const runners = new Map<string, { readonly pump: Pump; readonly unsubscribe: () => void }>();

  const wake = (name: string): void => {
    const row = pipes.find(name);
    if (row === undefined) return;
    const pump = runners.get(name)?.pump ?? createRunner(parts, name);
    if (!runners.has(name)) {
      runners.set(name, { pump, unsubscribe: source.onRecord(specOf(row).Source, pump.wake) });
    }
    pump.wake();
  };
  const halt = async (name: string): Promise<void> => {
    const runner = runners.get(name);
    runners.delete(name);
    runner?.unsubscribe();
    await runner?.pump.stop();
  };

  return {
    name: 'pipes',
    wire: { routes: [{ method: 'GET', path: '/v1/pipes/{Name}', operation: 'DescribePipe' }] },
    operations: [describePipe(parts)],
    resourceTypes: [pipeResource(parts, { put: wake, removed: (name) => void halt(name) })],
    start: () => {
      for (const { name } of pipes.list()) wake(name);
    },
    stop: async () => {
      await Promise.all([...runners.keys()].map(halt));
    },
  };
}
