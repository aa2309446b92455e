import { AwsError, DefectError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { Store } from '../store/store.ts';
import { parseDefinition } from './asl/parse-definition.ts';
import type { Problem } from './asl/errors.ts';
import type { Program } from './asl/parse-definition.ts';
import { machineArn } from './names.ts';
import type { LoggingConfiguration } from './logging.ts';

/** What a state machine is made of; a change of it makes a new revision. */
export interface MachineSpec {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: LoggingConfiguration;
  readonly isTraced: boolean;
}

/** What an execution runs under. */
export interface Revision extends MachineSpec {
  readonly id: number;
  /** As UpdateStateMachine and DescribeStateMachine tell it; the first revision has none there. */
  readonly revisionId: string;
  readonly createdAt: number;
}

/** A state machine at its newest revision. */
export interface StoredMachine {
  readonly revision: Revision;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly createdAt: number;
}

interface RevisionRow {
  readonly id: number;
  readonly machine: string;
  readonly revision_id: string;
  readonly definition: string;
  readonly role_arn: string;
  readonly logging: string;
  readonly tracing: number;
  readonly created_at: number;
}

/** The state machines of the account; all writes belong inside a transaction. */
export class Machines {
  readonly #ground: Ground;
  readonly #revisions = new Map<string, Revision>();
  readonly #programs = new Map<string, Program>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  find(name: string): StoredMachine | undefined {
    const row = this.#ground.store.get<MachineRow>('SELECT * FROM states_machine WHERE name = ?', name);
    return row === undefined ? undefined : this.#machineOf(row);
  }

  /** @throws AwsError StateMachineDoesNotExist */
  get(name: string): StoredMachine {
    const machine = this.find(name);
    if (machine !== undefined) return machine;
    const arn = machineArn(this.#ground.place, name);
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /** Machines in the order of their names, beginning after `after`. */
  list(after: string, limit: number): readonly StoredMachine[] {
    return this.#ground.store
      .all<MachineRow>('SELECT * FROM states_machine WHERE name > ? ORDER BY name LIMIT ?', after, limit)
      .map((row) => this.#machineOf(row));
  }

  /**
   * Creates a machine or gives it a new revision where something changed.
   * @throws AwsError InvalidDefinition, AccessDeniedException where its role does not trust the service
   */
  save(spec: MachineSpec): StoredMachine {
    programOf(spec.definition);
    if (!this.#ground.trusts(spec.roleArn, 'states.amazonaws.com')) throw notAssumable();
    const { store, clock, random } = this.#ground;
    const known = this.find(spec.name);
    if (known?.status === 'ACTIVE' && isSame(known.revision, spec)) return known;
    const { lastId } = store.run(
      `INSERT INTO states_revision (machine, revision_id, definition, role_arn, logging, tracing, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[spec.name, random.uuid(), spec.definition, spec.roleArn, JSON.stringify(spec.logging)],
      ...[Number(spec.isTraced), clock.now()],
    );
    store.run(
      `INSERT INTO states_machine (name, revision, status, created_at) VALUES (?, ?, 'ACTIVE', ?)
       ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, status = 'ACTIVE'`,
      ...[spec.name, lastId, clock.now()],
    );
    return this.get(spec.name);
  }

  /** Takes no further executions; goes away with its last open one. */
  remove(name: string): void {
    this.#ground.store.run(`UPDATE states_machine SET status = 'DELETING' WHERE name = ?`, name);
    removeIfOver(this.#ground.store, name);
  }

  /** A revision by its row. Remembered by its random id: a row id is given again after a rolled back transaction. */
  revision(id: number): Revision {
    const { store } = this.#ground;
    const { revision_id: name = '' } =
      store.get<{ revision_id: string }>('SELECT revision_id FROM states_revision WHERE id = ?', id) ?? {};
    let known = this.#revisions.get(name);
    if (known !== undefined) return known;
    const row = store.get<RevisionRow>('SELECT * FROM states_revision WHERE id = ?', id);
    if (row === undefined) throw new DefectError(`the revision ${String(id)} of a state machine is gone`);
    this.#revisions.set(name, (known = revisionOf(row)));
    return known;
  }

  /** A revision's definition, understood; remembered. */
  program({ revisionId: id, definition }: Revision): Program {
    let program = this.#programs.get(id);
    if (program === undefined) this.#programs.set(id, (program = programOf(definition)));
    return program;
  }

  #machineOf({ revision, status, created_at }: MachineRow): StoredMachine {
    return { revision: this.revision(revision), status, createdAt: created_at };
  }
}

/** Deletes a machine that is being deleted once its last execution has ended, with all that is known of it. */
export function removeIfOver(store: Store, name: string): void {
  const isDeleting = store.get(`SELECT 1 FROM states_machine WHERE name = ? AND status = 'DELETING'`, name);
  if (isDeleting === undefined) return;
  const open = store.get(
    `SELECT 1 FROM states_execution WHERE machine = ? AND status = 'RUNNING' LIMIT 1`,
    name,
  );
  if (open !== undefined) return;
  const ids = '(SELECT id FROM states_execution WHERE machine = ?)';
  store.run(`DELETE FROM states_history WHERE id / 32768 IN ${ids}`, name);
  store.run(`DELETE FROM states_frame WHERE execution IN ${ids}`, name);
  store.run('DELETE FROM states_execution WHERE machine = ?', name);
  store.run('DELETE FROM states_revision WHERE machine = ?', name);
  store.run('DELETE FROM states_machine WHERE name = ?', name);
}

/** One line for everything that is wrong with a definition, as CreateStateMachine says it. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ code, message, location }) => `${code}: ${message}${location === '' ? '' : ` at ${location}`}`)
    .join(', ');
}

function notAssumable(): AwsError {
  const message =
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
  return new AwsError('AccessDeniedException', message);
}

interface MachineRow {
  readonly name: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly created_at: number;
}

function programOf(definition: string): Program {
  const parsed = parseDefinition(definition);
  if ('program' in parsed) return parsed.program;
  throw new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${describeProblems(parsed.problems)}'`,
  );
}

function revisionOf(row: RevisionRow): Revision {
  return {
    id: row.id,
    name: row.machine,
    revisionId: row.revision_id,
    definition: row.definition,
    roleArn: row.role_arn,
    logging: JSON.parse(row.logging) as LoggingConfiguration, // as `save` wrote it
    isTraced: row.tracing !== 0,
    createdAt: row.created_at,
  };
}

/** Whether two machines would run alike. */
export function isSame(a: MachineSpec, b: MachineSpec): boolean {
  return (
    a.definition === b.definition &&
    a.roleArn === b.roleArn &&
    a.isTraced === b.isTraced &&
    JSON.stringify(a.logging) === JSON.stringify(b.logging)
  );
}
