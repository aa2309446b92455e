import type { Ground } from '../kernel/ground.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { notFound } from './errors.ts';
import { settingsOf } from './subscription-attributes.ts';
import type { SubscriptionSettings } from './subscription-attributes.ts';
import { textsOf } from './topic-store.ts';
import type { Texts } from './topic-store.ts';

/** A subscription as it is stored. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  /** Where it leads: see endpoint.ts. */
  readonly protocol: 'sqs' | 'lambda' | 'email' | 'sms';
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

/** Every publish reads the subscriptions of its topic. */
const attributesIn = parsedOnce((text) => {
  const attributes = textsOf(text);
  return { attributes, settings: settingsOf(attributes) };
});

/** The subscriptions. Changes only inside a write. */
export class SubscriptionStore {
  readonly #store: Ground['store'];

  constructor({ store }: Ground) {
    this.#store = store;
  }

  /** Throws NotFound. */
  get(subscriptionArn: string): Subscription {
    const [subscription] = this.#select('arn = ?', subscriptionArn);
    if (subscription === undefined) throw notFound('Subscription');
    return subscription;
  }

  all(): readonly Subscription[] {
    return this.#select('1 = 1');
  }

  /** In the order in which they were made. */
  ofTopic(topicArn: string): readonly Subscription[] {
    return this.#select('topicArn = ?', topicArn);
  }

  /** Makes a subscription or replaces the one of the same ARN. */
  put(subscription: Omit<Subscription, 'settings'>): void {
    const { arn, topicArn, protocol, endpoint, attributes, principal, resource } = subscription;
    this.#store.run(
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

  /** Puts what a resource of a template stands for, and removes what else it stood for before. */
  putResource(resource: string, wanted: readonly Omit<Subscription, 'settings' | 'resource'>[]): void {
    for (const { arn } of this.#select('resource = ?', resource)) {
      if (!wanted.some((each) => each.arn === arn)) this.remove(arn);
    }
    for (const each of wanted) this.put({ ...each, resource });
  }

  remove(subscriptionArn: string): void {
    this.#store.run('DELETE FROM sns_subscription WHERE arn = ?', subscriptionArn);
  }

  #select(where: string, ...values: string[]): readonly Subscription[] {
    const sql = `SELECT * FROM sns_subscription WHERE ${where} ORDER BY id`;
    const rows = this.#store.all<SubscriptionRow>(sql, ...values);
    return rows.map((row) => ({ ...row, ...attributesIn(row.attributes) }));
  }
}
