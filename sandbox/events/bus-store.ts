import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { arn, parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

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

/** AWS's refusal of an unknown bus. */
export function busNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

/** The buses: `default` is always there and needs no row. Changes only inside a write. */
export class BusStore {
  readonly #store: Ground['store'];

  constructor({ store }: Ground) {
    this.#store = store;
  }

  exists(name: string): boolean {
    return (
      name === defaultBus || this.#store.get('SELECT 1 FROM events_bus WHERE name = ?', name) !== undefined
    );
  }

  put(name: string): void {
    this.#store.run('INSERT OR IGNORE INTO events_bus VALUES (?)', name);
  }

  remove(name: string): void {
    this.#store.run('DELETE FROM events_bus WHERE name = ?', name);
  }
}
