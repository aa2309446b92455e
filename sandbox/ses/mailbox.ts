import type { Ground } from '../kernel/ground.ts';
import type { MailSink, NewMail } from '../kernel/mail-sink.ts';

/** A mail in the mailbox. */
export interface Mail extends NewMail {
  /** When it was accepted, ISO 8601. */
  readonly receivedAt: string;
}

/** Which mails to list. */
export interface MailQuery {
  /** One recipient, in any case. */
  readonly to?: string;
  /** Default 100. */
  readonly limit?: number;
}

/** Every e-mail and text message of the sandbox, as rows. */
export interface Mailbox extends MailSink {
  /** Newest first. */
  list(query?: MailQuery): readonly Mail[];
}

const mailboxTable = `
CREATE TABLE IF NOT EXISTS ses_mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  messageId TEXT NOT NULL,
  channel TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  subject TEXT,
  text TEXT,
  html TEXT,
  tags TEXT NOT NULL,
  receivedAt INTEGER NOT NULL
) STRICT;
`;

/** A row: what is JSON text or epoch ms in it is taken apart by `mailOf`. */
type MailRow = Omit<Mail, 'to' | 'tags' | 'receivedAt'> & {
  readonly to: string;
  readonly tags: string;
  readonly receivedAt: number;
};

const defaultLimit = 100;

export function createMailbox({ store, clock }: Ground): Mailbox {
  store.define(mailboxTable);
  return {
    put: ({ messageId, channel, from, to, subject, text, html, tags }) => {
      store.run(
        `INSERT INTO ses_mail (messageId, channel, sender, recipients, subject, text, html, tags, receivedAt)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        messageId,
        channel,
        from,
        JSON.stringify(to),
        subject,
        text,
        html,
        JSON.stringify(tags),
        clock.now(),
      );
    },
    list: ({ to, limit = defaultLimit } = {}) =>
      store
        .all<MailRow>(
          `SELECT messageId, channel, sender AS "from", recipients AS "to", subject, text, html, tags, receivedAt
           FROM ses_mail
           WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(recipients) WHERE lower(value) = lower(?1))
           ORDER BY id DESC LIMIT ?2`,
          to ?? null,
          limit,
        )
        .map(mailOf),
  };
}

function mailOf(row: MailRow): Mail {
  return {
    ...row,
    // Both were written by `put`, which takes exactly these types.
    to: JSON.parse(row.to) as Mail['to'],
    tags: JSON.parse(row.tags) as Mail['tags'],
    receivedAt: new Date(row.receivedAt).toISOString(),
  };
}
