import { isDeepStrictEqual } from 'node:util';
import { AwsError, DefectError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parseDefinition } from './asl/parse-definition.ts';
import type { Program } from './asl/parse-definition.ts';
import type { Executions } from './executions.ts';
import type { LoggingConfiguration } from './logging.ts';
import { machineArn } from './names.ts';

/** What a state machine is made of; a change of it makes a new revision. */
export interface MachineSpec {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: LoggingConfiguration;
}

/** What an execution runs under. Never changed once it is stored. */
export interface Revision extends MachineSpec {
  readonly id: string;
  /** The definition, understood. */
  readonly program: Program;
}

/** A state machine at its newest revision. */
export interface StoredMachine {
  readonly revision: Revision;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly createdAt: number;
}

type MachineRow = Omit<StoredMachine, 'revision'> & { readonly revision: string };

/** The state machines of the account; all writes belong inside a transaction. */
export class Machines {
  readonly #ground: Ground;
  readonly #executions: Executions;
  /** By id, which no other revision ever has. */
  readonly #revisions = new Map<string, Revision>();

  constructor(ground: Ground, executions: Executions) {
    this.#ground = ground;
    this.#executions = executions;
  }

  find(name: string): StoredMachine | undefined {
    const sql = 'SELECT revision, status, created_at AS createdAt FROM states_machine WHERE name = ?';
    const row = this.#ground.store.get<MachineRow>(sql, name);
    return row === undefined ? undefined : { ...row, revision: this.revision(row.revision) };
  }

  /** By name. */
  list(): readonly { readonly name: string; readonly createdAt: number }[] {
    return this.#ground.store.all('SELECT name, created_at AS createdAt FROM states_machine ORDER BY name');
  }

  /** @throws AwsError StateMachineDoesNotExist */
  get(name: string): StoredMachine {
    const machine = this.find(name);
    if (machine !== undefined) return machine;
    const arn = machineArn(this.#ground.place, name);
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /**
   * Creates a machine or gives it a new revision where something changed.
   * @throws AwsError InvalidDefinition, AccessDeniedException where its role does not trust the service
   */
  save(spec: MachineSpec): StoredMachine {
    const { store, clock, random, trusts } = this.#ground;
    programOf(spec.definition);
    if (!trusts(spec.roleArn, 'states.amazonaws.com')) throw notAssumable();
    const known = this.find(spec.name);
    if (known?.status === 'ACTIVE' && isSame(known.revision, spec)) return known;
    const id = random.uuid();
    const insert = 'INSERT INTO states_revision (id, machine, spec) VALUES (?, ?, ?)';
    store.run(insert, id, spec.name, JSON.stringify(spec));
    const upsert = `INSERT INTO states_machine (name, revision, status, created_at) VALUES (?, ?, 'ACTIVE', ?)
       ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, status = 'ACTIVE'`;
    store.run(upsert, spec.name, id, clock.now());
    return this.get(spec.name);
  }

  /** Takes no further executions; goes away with its last open one. */
  remove(name: string): void {
    this.#ground.store.run(`UPDATE states_machine SET status = 'DELETING' WHERE name = ?`, name);
    this.removeIfOver(name);
  }

  /** Deletes a machine that is being deleted once its last execution has ended, with all that is known of it. */
  removeIfOver(name: string): void {
    const { store } = this.#ground;
    const deleting = `SELECT 1 FROM states_machine WHERE name = ? AND status = 'DELETING'`;
    if (store.get(deleting, name) === undefined || this.#executions.isAnyOpen(name)) return;
    this.#executions.removeAll(name);
    store.run('DELETE FROM states_revision WHERE machine = ?', name);
    store.run('DELETE FROM states_machine WHERE name = ?', name);
  }

  /** Understood once in the life of the process. */
  revision(id: string): Revision {
    const known = this.#revisions.get(id);
    if (known !== undefined) return known;
    const row = this.#ground.store.get<{ spec: string }>('SELECT spec FROM states_revision WHERE id = ?', id);
    if (row === undefined) throw new DefectError(`the revision ${id} of a state machine is gone`);
    const spec = JSON.parse(row.spec) as MachineSpec; // as `save` wrote it
    const revision = { ...spec, id, program: programOf(spec.definition) };
    this.#revisions.set(id, revision);
    return revision;
  }
}

/** @throws AwsError StateMachineDeleting for a machine that only finishes what it began */
export function checkActive({ status }: StoredMachine, arn: string): void {
  if (status === 'DELETING')
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
}

/** Whether two machines would run alike. */
export function isSame(a: MachineSpec, b: MachineSpec): boolean {
  return a.definition === b.definition && a.roleArn === b.roleArn && isDeepStrictEqual(a.logging, b.logging);
}

function programOf(definition: string): Program {
  const parsed = parseDefinition(definition);
  if ('program' in parsed) return parsed.program;
  const problems = parsed.problems.map(
    ({ code, message, location }) => `${code}: ${message}${location === '' ? '' : ` at ${location}`}`,
  );
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${problems.join(', ')}'`);
}

function notAssumable(): AwsError {
  const message =
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
  return new AwsError('AccessDeniedException', message);
}
