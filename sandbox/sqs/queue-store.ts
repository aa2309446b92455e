import type { Ground } from '../kernel/ground.ts';
import { parseJson } from '../kernel/json.ts';
import { arn, parseArn } from '../kernel/place.ts';
import { queueDoesNotExist } from './errors.ts';
import { settingsOf } from './queue-attributes.ts';
import type { QueueAttributes, QueueSettings } from './queue-attributes.ts';
import { parseQueueUrl } from './queue-url.ts';

/** A queue as it is stored. Instants in epoch milliseconds. */
export interface Queue {
  readonly id: number;
  readonly name: string;
  readonly arn: string;
  /** What was set; defaults are not stored. */
  readonly attributes: QueueAttributes;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt: number | null;
}

type QueueRow = Omit<Queue, 'arn' | 'attributes' | 'settings' | 'tags'> & {
  readonly attributes: string;
  readonly tags: string;
};

/** The queues. Changes only inside a write. */
export class QueueStore {
  readonly #ground: Ground;
  /** Parsed once per text: every send and receive looks its queue up. */
  readonly #parsed = new Map<string, Pick<Queue, 'attributes' | 'settings'>>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  find(name: string): Queue | undefined {
    const row = this.#ground.store.get<QueueRow>('SELECT * FROM sqs_queue WHERE name = ?', name);
    return row === undefined ? undefined : this.#queueOf(row);
  }

  /** Throws QueueDoesNotExist. */
  byUrl(url: string): Queue {
    const { accountId, name } = parseQueueUrl(url);
    const queue = accountId === this.#ground.place.accountId ? this.find(name) : undefined;
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  /** Undefined where the ARN is no queue of this account. */
  byArn(queueArn: string): Queue | undefined {
    const parts = parseArn(queueArn);
    const isOurs = parts?.service === 'sqs' && parts.accountId === this.#ground.place.accountId;
    return isOurs ? this.find(parts.resource) : undefined;
  }

  /** In order of their names. */
  list(prefix = ''): readonly Queue[] {
    return this.#ground.store
      .all<QueueRow>('SELECT * FROM sqs_queue ORDER BY name')
      .filter(({ name }) => name.startsWith(prefix))
      .map((row) => this.#queueOf(row));
  }

  create({ name, attributes, tags }: Pick<Queue, 'name' | 'attributes' | 'tags'>): void {
    const { store, clock } = this.#ground;
    store.run(
      'INSERT INTO sqs_queue (name, attributes, tags, createdAt, modifiedAt) VALUES (?, ?, ?, ?, ?)',
      ...[name, JSON.stringify(attributes), JSON.stringify(tags), clock.now(), clock.now()],
    );
  }

  setAttributes({ id }: Queue, attributes: QueueAttributes): void {
    const { store, clock } = this.#ground;
    const change = 'UPDATE sqs_queue SET attributes = ?, modifiedAt = ? WHERE id = ?';
    store.run(change, JSON.stringify(attributes), clock.now(), id);
  }

  setTags({ id }: Queue, tags: Queue['tags']): void {
    this.#ground.store.run('UPDATE sqs_queue SET tags = ? WHERE id = ?', JSON.stringify(tags), id);
  }

  setPurged({ id }: Queue): void {
    const { store, clock } = this.#ground;
    store.run('UPDATE sqs_queue SET purgedAt = ? WHERE id = ?', clock.now(), id);
  }

  /** Removes the queue and its messages; its name is remembered for a minute. */
  remove({ id, name }: Queue): void {
    const { store, clock } = this.#ground;
    store.run('DELETE FROM sqs_message WHERE queueId = ?', id);
    store.run('DELETE FROM sqs_queue WHERE id = ?', id);
    store.run('INSERT OR REPLACE INTO sqs_deleted_queue (name, deletedAt) VALUES (?, ?)', name, clock.now());
  }

  /** When a queue of this name was last deleted. */
  deletedAt(name: string): number | undefined {
    const select = 'SELECT deletedAt FROM sqs_deleted_queue WHERE name = ?';
    return this.#ground.store.get<{ deletedAt: number }>(select, name)?.deletedAt;
  }

  #queueOf(row: QueueRow): Queue {
    const arnOfRow = arn(this.#ground.place, 'sqs', row.name);
    return { ...row, ...this.#parse(row.attributes), arn: arnOfRow, tags: textsOf(row.tags) };
  }

  #parse(text: string): Pick<Queue, 'attributes' | 'settings'> {
    const known = this.#parsed.get(text);
    if (known !== undefined) return known;
    const attributes = textsOf(text);
    const fresh = { attributes, settings: settingsOf(attributes) };
    this.#parsed.set(text, fresh);
    return fresh;
  }
}

function textsOf(json: string): Readonly<Record<string, string>> {
  // Written by create, setAttributes and setTags above, which take exactly this type.
  return (parseJson(json) ?? {}) as Record<string, string>;
}
