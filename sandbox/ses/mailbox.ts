import type { Ground } from '../kernel/ground.ts';
import { parseJson } from '../kernel/json.ts';
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

interface MailRow {
  readonly messageId: string;
  readonly channel: Mail['channel'];
  readonly sender: string;
  readonly recipients: string;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly tags: string;
  readonly receivedAt: number;
}

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
          `SELECT * FROM ses_mail
           WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(recipients) WHERE lower(value) = lower(?1))
           ORDER BY id DESC LIMIT ?2`,
          to ?? null,
          limit,
        )
        .map(mailOf),
  };
}

function mailOf({ sender, recipients, tags, receivedAt, ...same }: MailRow): Mail {
  const { messageId, channel, subject, text, html } = same;
  return {
    messageId,
    channel,
    from: sender,
    to: namesOf(recipients),
    subject,
    text,
    html,
    tags: textsOf(tags),
    receivedAt: new Date(receivedAt).toISOString(),
  };
}

function namesOf(json: string): readonly string[] {
  // Written by `put`, which takes exactly this type.
  return (parseJson(json) ?? []) as readonly string[];
}

function textsOf(json: string): Readonly<Record<string, string>> {
  // Written by `put`, which takes exactly this type.
  return (parseJson(json) ?? {}) as Readonly<Record<string, string>>;
}
