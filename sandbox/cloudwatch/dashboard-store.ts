import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { Place } from '../kernel/place.ts';

/** A dashboard as it is stored. */
export interface DashboardRow {
  readonly name: string;
  readonly body: string;
  readonly modified_at: number;
}

/** Dashboards: kept and given back, drawn by nobody. */
export interface DashboardStore {
  put(name: string, body: string): void;
  get(name: string): DashboardRow;
  list(prefix: string): readonly DashboardRow[];
  remove(name: string): void;
}

/** Dashboards belong to no region. */
export function dashboardArn(place: Place, name: string): string {
  return `arn:aws:cloudwatch::${place.accountId}:dashboard/${name}`;
}

/** Dashboards in the store. */
export function createDashboardStore({ store, clock }: Ground): DashboardStore {
  return {
    put: (name, body) => {
      if (!isObject(parseJson(body))) {
        throw new AwsError('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object');
      }
      store.run('INSERT OR REPLACE INTO cloudwatch_dashboard VALUES (?, ?, ?)', name, body, clock.now());
    },
    get: (name) => {
      const row = store.get<DashboardRow>('SELECT * FROM cloudwatch_dashboard WHERE name = ?', name);
      if (row === undefined) {
        throw new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, { status: 404 });
      }
      return row;
    },
    list: (prefix) =>
      store
        .all<DashboardRow>('SELECT * FROM cloudwatch_dashboard ORDER BY name')
        .filter((row) => row.name.startsWith(prefix)),
    remove: (name) => {
      store.run('DELETE FROM cloudwatch_dashboard WHERE name = ?', name);
    },
  };
}
