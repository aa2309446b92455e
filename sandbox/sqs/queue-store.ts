import type { Ground } from '../kernel/ground.ts';
import { parseJson } from '../kernel/json.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { arn, parseArn } from '../kernel/place.ts';
import { invalidValue, queueDoesNotExist } from './errors.ts';
import { settingsOf } from './queue-attributes.ts';
import type { QueueAttributes, QueueSettings } from './queue-attributes.ts';
import { parseQueueUrl } from './queue-url.ts';
import { allowsSource, parseRedrivePolicy } from './redrive-policy.ts';

/** A queue as it is stored. Instants in epoch milliseconds. */
export interface Queue {
  readonly id: number;
  readonly name: string;
  readonly arn: string;
  /** What was set; defaults are not stored. */
  readonly attributes: QueueAttributes;
  readonly settings: QueueSettings;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

type QueueRow = Pick<Queue, 'id' | 'name' | 'createdAt' | 'modifiedAt'> & { readonly attributes: string };

/** Every send and receive looks its queue up. */
const attributesIn = parsedOnce((text) => {
  // Written by put, which takes exactly this type.
  const attributes = (parseJson(text) ?? {}) as QueueAttributes;
  return { attributes, settings: settingsOf(attributes) };
});

/** The queues. Changes only inside a write. */
export class QueueStore {
  readonly #ground: Ground;

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

  /** Undefined where the ARN is no queue of this place. */
  byArn(queueArn: string): Queue | undefined {
    const queue = this.find(parseArn(queueArn)?.resource ?? '');
    return queue?.arn === queueArn ? queue : undefined;
  }

  /** In order of their names. */
  list(): readonly Queue[] {
    const rows = this.#ground.store.all<QueueRow>('SELECT * FROM sqs_queue ORDER BY name');
    return rows.map((row) => this.#queueOf(row));
  }

  /** Throws InvalidParameterValue unless the dead-letter queue of these attributes exists and allows the source. */
  checkRedrive({ RedrivePolicy: text = '' }: QueueAttributes, sourceArn: string): void {
    if (text === '') return;
    const target = this.byArn(parseRedrivePolicy(text).deadLetterTargetArn);
    if (target === undefined) throw invalidValue('RedrivePolicy', text, 'Dead letter target does not exist.');
    if (allowsSource(target.settings.redriveAllow, sourceArn)) return;
    const reason = 'Queue does not have permission to use the dead letter target.';
    throw invalidValue('RedrivePolicy', text, reason);
  }

  /** Creates a queue or gives it other attributes. */
  put(name: string, attributes: QueueAttributes): void {
    this.#ground.store.run(
      `INSERT INTO sqs_queue (name, attributes, createdAt, modifiedAt) VALUES (?1, ?2, ?3, ?3)
       ON CONFLICT (name) DO UPDATE SET attributes = ?2, modifiedAt = ?3 WHERE attributes <> ?2`,
      name,
      // In one order, so that equal attributes are equal texts.
      JSON.stringify(attributes, Object.keys(attributes).sort()),
      this.#ground.clock.now(),
    );
  }

  /** Removes the queue and its messages. */
  remove({ id }: Queue): void {
    this.#ground.store.run('DELETE FROM sqs_message WHERE queueId = ?', id);
    this.#ground.store.run('DELETE FROM sqs_queue WHERE id = ?', id);
  }

  #queueOf(row: QueueRow): Queue {
    return { ...row, ...attributesIn(row.attributes), arn: arn(this.#ground.place, 'sqs', row.name) };
  }
}
