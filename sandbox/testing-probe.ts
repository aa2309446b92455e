import type { AwsError } from './kernel/errors.ts';
import type { Ground } from './kernel/ground.ts';
import type { Delivery, Service } from './kernel/service.ts';

/** A room that writes down what it is delivered, for tests of rooms that deliver. */
export interface Probe extends Service {
  /** Committed deliveries, oldest first. */
  readonly taken: () => readonly Delivery[];
  /** Deliveries to targets whose ARN contains `part` fail, after a write of their own, until told otherwise. */
  readonly fail: (part: string, failure?: AwsError) => void;
}

/** A probe that answers to a service's name, with its rows in the store. */
export function createProbe({ store }: Ground, name: string): Probe {
  const table = `probe_${name}`;
  store.define(`CREATE TABLE IF NOT EXISTS ${table} (id INTEGER PRIMARY KEY, delivery TEXT NOT NULL)`);
  const failures = new Map<string, AwsError | undefined>();
  return {
    name,
    wire: {},
    operations: [],
    resourceTypes: [],
    receive: (delivery) => {
      store.run(`INSERT INTO ${table} (delivery) VALUES (?)`, JSON.stringify(delivery));
      for (const [part, failure] of failures) {
        if (failure !== undefined && delivery.target.includes(part)) throw failure;
      }
    },
    taken: () =>
      store
        .all<{ delivery: string }>(`SELECT delivery FROM ${table} ORDER BY id`)
        .map(({ delivery }) => JSON.parse(delivery) as Delivery), // written above
    fail: (part, failure) => failures.set(part, failure),
  };
}
