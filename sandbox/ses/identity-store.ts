import type { Ground } from '../kernel/ground.ts';

/** An address or a domain that mails may come from. The sandbox takes every one for verified. */
export interface Identity {
  readonly name: string;
  readonly type: 'EMAIL_ADDRESS' | 'DOMAIN';
}

const identityTable = `
CREATE TABLE IF NOT EXISTS ses_identity (
  name TEXT PRIMARY KEY,
  type TEXT NOT NULL
) STRICT;
`;

/** The identities. Changes only inside a write. */
export class IdentityStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.store.define(identityTable);
  }

  find(name: string): Identity | undefined {
    return this.#ground.store.get<Identity>('SELECT name, type FROM ses_identity WHERE name = ?', name);
  }

  /** In order of their names. */
  list(): readonly Identity[] {
    return this.#ground.store.all<Identity>('SELECT name, type FROM ses_identity ORDER BY name');
  }

  put({ name, type }: Identity): void {
    this.#ground.store.run('INSERT OR REPLACE INTO ses_identity (name, type) VALUES (?, ?)', name, type);
  }

  remove(name: string): void {
    this.#ground.store.run('DELETE FROM ses_identity WHERE name = ?', name);
  }
}
