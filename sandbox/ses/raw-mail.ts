/** What the mailbox shows of a raw message. */
export interface RawMail {
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly subject: string | null;
  /** The text of a plain message; of any other type the whole source, for it is not taken apart here. */
  readonly text: string;
}

/** Reads the header fields of an RFC 5322 message, given as base64. */
export function readRawMail(data: string): RawMail {
  const source = Buffer.from(data, 'base64').toString('utf8');
  const end = /\r?\n\r?\n/.exec(source);
  const head = end === null ? source : source.slice(0, end.index);
  const fields = new Map<string, string>();
  // A line that begins with a space goes on with the field before it.
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const type = fields.get('content-type') ?? 'text/plain';
  const encoding = fields.get('content-transfer-encoding') ?? '7bit';
  const isPlain = end !== null && type.startsWith('text/plain') && /^(7bit|8bit)$/i.test(encoding);
  return {
    from: fields.get('from'),
    to: ['to', 'cc', 'bcc'].flatMap((name) => addressesOf(fields.get(name))),
    subject: fields.get('subject') ?? null,
    text: isPlain ? source.slice(end.index + end[0].length) : source,
  };
}

function addressesOf(field: string | undefined): readonly string[] {
  // Commas inside a quoted display name do not separate addresses.
  const addresses = field?.match(/(?:"[^"]*"|[^",])+/g) ?? [];
  return addresses.map((each) => each.trim()).filter((each) => each !== '');
}
