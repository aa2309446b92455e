import { createCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';
import { systemClock } from './kernel/clock.ts';
import type { Clock } from './kernel/clock.ts';
import { messageOf } from './kernel/errors.ts';
import type { Ground } from './kernel/ground.ts';
import { seededRandom } from './kernel/random.ts';
import type { Service } from './kernel/service.ts';
import { openDatabase } from './store/open-database.ts';
import { createStore } from './store/store.ts';
import { inProcessClientConfig } from './wire/client-config.ts';
import type { InProcessClientConfig } from './wire/client-config.ts';

/** What a test decides about its cloud; everything has a default. */
export interface TestCloudOptions {
  readonly rooms: (ground: Ground) => readonly Service[];
  /** A directory for a store on disk; without it the store is in memory. */
  readonly directory?: string;
  readonly clock?: Clock;
  readonly seed?: number;
}

/** A running cloud of a few rooms, for tests of those rooms. */
export interface TestCloud extends Cloud {
  /** `new SQSClient(cloud.clientConfig)` reaches the cloud through the wire codecs, without a socket. */
  readonly clientConfig: InProcessClientConfig;
  /** Faults that rooms reported; a test that expects none checks that it is empty. */
  readonly faults: readonly string[];
  /** Closes the database at once, as `kill -9` would: queued work is not committed, pumps are not asked. */
  readonly abandon: () => void;
}

/** Starts the given rooms on a fresh (or the given) store. */
export function testCloud(options: TestCloudOptions): TestCloud {
  const clock = options.clock ?? systemClock;
  const db = openDatabase(options);
  const faults: string[] = [];
  let abandoned = false;
  const report = (where: string, thrown: unknown): void => {
    if (!abandoned) faults.push(`${where}: ${messageOf(thrown)}`);
  };
  const store = createStore(db, clock, {
    effectFailed: (thrown) => {
      report('store', thrown);
    },
  });
  const cloud = createCloud({
    store,
    clock,
    random: seededRandom(options.seed ?? 1),
    place: { region: 'us-east-1', accountId: '000000000000' },
    endpoint: () => 'http://127.0.0.1:4566',
    report,
    rooms: options.rooms,
  });
  cloud.start();
  return {
    ...cloud,
    clientConfig: inProcessClientConfig('us-east-1', (request) => cloud.handle(request)),
    faults,
    abandon: () => {
      abandoned = true;
      db.close();
    },
    stop: async () => {
      await cloud.stop();
      await store.close();
    },
  };
}
