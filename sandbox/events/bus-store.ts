import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { arn, parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** A custom bus as it is stored. */
export interface BusRow {
  readonly name: string;
  readonly description: string | null;
  readonly created_at: number;
}

/** The buses: `default` is always there and needs no row. */
export interface BusStore {
  get(name: string): BusRow;
  exists(name: string): boolean;
  list(prefix: string): readonly BusRow[];
  /** Creates the bus; with `update` an existing one is brought up to date instead of refused. */
  put(bus: { readonly name: string; readonly description?: string | undefined }, update?: boolean): void;
  remove(name: string): void;
}

/** Name of the bus that every account has. */
export const defaultBus = 'default';

/** `arn:aws:events:…:event-bus/<name>`. */
export function busArn(place: Place, name: string): string {
  return arn(place, 'events', `event-bus/${name}`);
}

/** Buses may be named by name or by ARN. */
export function busName(nameOrArn: string | undefined): string {
  return parseArn(nameOrArn ?? '')?.resource.replace(/^event-bus\//, '') ?? nameOrArn ?? defaultBus;
}

/** The buses in the store. */
export function createBusStore({ store, clock }: Ground): BusStore {
  const find = (name: string): BusRow | undefined =>
    name === defaultBus
      ? { name, description: null, created_at: 0 }
      : store.get<BusRow>('SELECT * FROM events_bus WHERE name = ?', name);
  return {
    exists: (name) => find(name) !== undefined,
    get: (name) => {
      const bus = find(name);
      if (bus === undefined) throw busNotFound(name);
      return bus;
    },
    list: (prefix) =>
      [
        { name: defaultBus, description: null, created_at: 0 },
        ...store.all<BusRow>('SELECT * FROM events_bus ORDER BY name'),
      ].filter((bus) => bus.name.startsWith(prefix)),
    put: ({ name, description }, update = false) => {
      if (!update && find(name) !== undefined) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      }
      store.run(
        `INSERT INTO events_bus (name, description, created_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET description = excluded.description`,
        name,
        description ?? null,
        clock.now(),
      );
    },
    remove: (name) => {
      if (name === defaultBus) throw new AwsError('ValidationException', 'Cannot delete event bus default.');
      if (store.get('SELECT 1 FROM events_rule WHERE bus = ?', name) !== undefined) {
        throw new AwsError('ValidationException', `Event bus ${name} can't be deleted since it has rules.`);
      }
      store.run('DELETE FROM events_bus WHERE name = ?', name);
    },
  };
}

/** AWS's refusal of an unknown bus. */
export function busNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}
