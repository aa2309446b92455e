import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefectError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { LogEntry, LogSink } from '../kernel/log-sink.ts';
import type { MetricDatum, MetricSink } from '../kernel/metric-sink.ts';
import type { Service } from '../kernel/service.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud, TestCloudOptions } from '../testing.ts';
import type { LambdaDependencies } from './dependencies.ts';
import { createLambda } from './service.ts';
import type { LambdaRoom } from './service.ts';

/** A cloud with functions, for tests. */
export interface FunctionCloud extends TestCloud {
  readonly lambda: LambdaRoom;
  readonly logged: readonly LogEntry[];
  readonly metrics: readonly MetricDatum[];
  /** Writes a bundle and creates its function; `properties` are CloudFormation's. */
  readonly addFunction: (name: string, code: string, properties?: JsonObject) => Promise<void>;
  /** Provisions any resource of the rooms; answers its physical id. */
  readonly provision: (type: string, logicalId: string, properties: JsonObject) => Promise<string>;
}

/** What a test decides about its cloud. */
export interface FunctionCloudOptions extends Omit<TestCloudOptions, 'rooms'> {
  /** Rooms beside Lambda, and what Lambda is handed of them. */
  readonly beside?: (ground: Ground) => { rooms: readonly Service[]; deps: Partial<LambdaDependencies> };
}

/** Starts a cloud whose functions run in real worker threads on bundles in a temporary directory. */
export function functionCloud(options: FunctionCloudOptions = {}): FunctionCloud {
  const logged: LogEntry[] = [];
  const metrics: MetricDatum[] = [];
  const logs: LogSink = { write: (entry) => logged.push(entry) };
  const metricSink: MetricSink = { put: (datum) => metrics.push(datum) };
  const directory = mkdtempSync(join(tmpdir(), 'functions-'));
  let lambda: LambdaRoom | undefined;
  const cloud: TestCloud = testCloud({
    ...options,
    rooms: (ground) => {
      const beside = options.beside?.(ground) ?? { rooms: [], deps: {} };
      lambda = createLambda(ground, {
        handle: (request, caller) => cloud.handle(request, caller),
        logs,
        metrics: metricSink,
        ...beside.deps,
      });
      return [...beside.rooms, lambda];
    },
  });
  if (lambda === undefined) throw new DefectError('the cloud has not made its rooms');
  const provision: FunctionCloud['provision'] = async (type, logicalId, properties) => {
    const found = cloud.services
      .flatMap((service) => service.resourceTypes)
      .find((each) => each.type === type);
    if (found === undefined) throw new DefectError(`no room serves ${type}`);
    const planned = found.plan({ stackName: 'test', logicalId, properties });
    await cloud.ground.store.write(() => {
      planned.provision();
    });
    return planned.physicalId;
  };
  return {
    ...cloud,
    lambda,
    logged,
    metrics,
    provision,
    addFunction: async (name, code, properties = {}) => {
      const folder = join(directory, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'app.mjs'), code);
      await provision('AWS::Lambda::Function', name, {
        FunctionName: name,
        Handler: 'app.handler',
        Runtime: 'nodejs24.x',
        Role: 'arn:aws:iam::000000000000:role/things',
        Code: { LocalPath: folder },
        ...properties,
      });
    },
  };
}
