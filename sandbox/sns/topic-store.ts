import type { Ground } from '../kernel/ground.ts';
import { parseJson } from '../kernel/json.ts';
import { arn, parseArn } from '../kernel/place.ts';
import { invalidParameter, notFound } from './errors.ts';

/** Text by name. */
export type Texts = Readonly<Record<string, string>>;

/** A topic as it is stored. */
export interface Topic {
  readonly name: string;
  readonly arn: string;
  /** What was set; defaults are not stored. */
  readonly attributes: Texts;
}

interface TopicRow {
  readonly name: string;
  readonly attributes: string;
}

/** The topics. Changes only inside a write. */
export class TopicStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  arnOf(name: string): string {
    return arn(this.#ground.place, 'sns', name);
  }

  /** Undefined where the ARN is no topic of this place. */
  find(topicArn: string): Topic | undefined {
    const sql = 'SELECT * FROM sns_topic WHERE name = ?';
    const row = this.#ground.store.get<TopicRow>(sql, parseArn(topicArn)?.resource ?? '');
    const topic = row === undefined ? undefined : this.#topicOf(row);
    return topic?.arn === topicArn ? topic : undefined;
  }

  /** Throws InvalidParameter where the text is no ARN, NotFound where there is no such topic. */
  get(topicArn: string): Topic {
    const elements = topicArn.split(':').length;
    if (elements < 6) {
      throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`);
    }
    const topic = this.find(topicArn);
    if (topic === undefined) throw notFound('Topic');
    return topic;
  }

  /** In order of their names. */
  list(): readonly Topic[] {
    const rows = this.#ground.store.all<TopicRow>('SELECT * FROM sns_topic ORDER BY name');
    return rows.map((row) => this.#topicOf(row));
  }

  /** Creates the topic or replaces what is stored of it; its subscriptions stay. */
  put({ name, attributes }: Pick<Topic, 'name' | 'attributes'>): void {
    this.#ground.store.run(
      `INSERT INTO sns_topic (name, attributes) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes`,
      name,
      JSON.stringify(attributes),
    );
  }

  /** Removes the topic and its subscriptions. */
  remove(topicArn: string): void {
    const topic = this.find(topicArn);
    this.#ground.store.run('DELETE FROM sns_subscription WHERE topicArn = ?', topicArn);
    if (topic !== undefined) this.#ground.store.run('DELETE FROM sns_topic WHERE name = ?', topic.name);
  }

  #topicOf({ name, attributes }: TopicRow): Topic {
    return { name, arn: this.arnOf(name), attributes: textsOf(attributes) };
  }
}

/** Reads what the stores of this room wrote. */
export function textsOf(json: string): Texts {
  // Written by the stores of this room, which take exactly this type.
  return (parseJson(json) ?? {}) as Texts;
}
