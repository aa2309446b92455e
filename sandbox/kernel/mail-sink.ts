/** An e-mail or a text message that a service accepted: here it ends, no network carries it further. */
export interface NewMail {
  readonly channel: 'email' | 'sms';
  /** The id that the sender was told. */
  readonly messageId: string;
  readonly from: string;
  /** Addresses or phone numbers, copies included. */
  readonly to: readonly string[];
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  /** What the sender attached to find it again: e-mail tags, text attributes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Where rooms put e-mails and text messages; called inside a transaction. */
export interface MailSink {
  put(mail: NewMail): void;
}
