import type { Ground } from '../kernel/ground.ts';
import { settingsOf } from './subscription-attributes.ts';
import type { SubscriptionSettings } from './subscription-attributes.ts';
import { textsOf } from './topic-store.ts';
import type { Texts } from './topic-store.ts';

/** Where a topic delivers to. */
export type Protocol = 'sqs' | 'lambda' | 'email' | 'sms';

/** A subscription as it is stored. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** What was set; defaults are not stored. */
  readonly attributes: Texts;
  readonly settings: SubscriptionSettings;
  /** Who subscribed. */
  readonly principal: string;
  /** What of a template made it; null: a call did. */
  readonly resource: string | null;
}

type SubscriptionRow = Omit<Subscription, 'attributes' | 'settings'> & { readonly attributes: string };

/** The subscriptions. Changes only inside a write. */
export class SubscriptionStore {
  readonly #ground: Ground;
  /** Parsed once per text: every publish reads the subscriptions of its topic. */
  readonly #parsed = new Map<string, Pick<Subscription, 'attributes' | 'settings'>>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  find(subscriptionArn: string): Subscription | undefined {
    return this.#select('arn = ?', subscriptionArn)[0];
  }

  all(): readonly Subscription[] {
    return this.#select('1 = 1');
  }

  /** In the order in which they were made. */
  ofTopic(topicArn: string): readonly Subscription[] {
    return this.#select('topicArn = ?', topicArn);
  }

  ofResource(resource: string): readonly Subscription[] {
    return this.#select('resource = ?', resource);
  }

  /** Makes a subscription or replaces the one of the same ARN. */
  put(subscription: Omit<Subscription, 'settings'>): void {
    const { arn, topicArn, protocol, endpoint, attributes, principal, resource } = subscription;
    this.#ground.store.run(
      `INSERT INTO sns_subscription (arn, topicArn, protocol, endpoint, attributes, principal, resource)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (arn) DO UPDATE SET protocol = excluded.protocol, endpoint = excluded.endpoint,
         attributes = excluded.attributes, resource = excluded.resource`,
      arn,
      topicArn,
      protocol,
      endpoint,
      JSON.stringify(attributes),
      principal,
      resource,
    );
  }

  remove(subscriptionArn: string): void {
    this.#ground.store.run('DELETE FROM sns_subscription WHERE arn = ?', subscriptionArn);
  }

  #select(where: string, ...values: string[]): readonly Subscription[] {
    const sql = `SELECT * FROM sns_subscription WHERE ${where} ORDER BY id`;
    const rows = this.#ground.store.all<SubscriptionRow>(sql, ...values);
    return rows.map((row) => ({ ...row, ...this.#parse(row.attributes) }));
  }

  #parse(text: string): Pick<Subscription, 'attributes' | 'settings'> {
    const known = this.#parsed.get(text);
    if (known !== undefined) return known;
    const attributes = textsOf(text);
    const fresh = { attributes, settings: settingsOf(attributes) };
    this.#parsed.set(text, fresh);
    return fresh;
  }
}
