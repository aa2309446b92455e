/** A template with `<placeholders>`, taken apart once. */
export interface InputTemplate {
  /** Names of the placeholders, each once. */
  readonly names: readonly string[];
  /** Puts values in; `undefined` stands for a path that led nowhere. */
  readonly fill: (valueOf: (name: string) => unknown) => string;
}

type Piece = string | { readonly name: string; readonly write: (value: unknown) => string };

/**
 * Takes an input template of EventBridge or Pipes apart.
 *
 * As AWS does: in a JSON template a value outside quotes becomes JSON (a string gets its quotes, a missing value is an
 * empty string), one inside quotes becomes part of that string; free text takes values as they are.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function compileTemplate(template: string): InputTemplate {
  const isJson = /^\s*(?:[{["]|<[^<>]+>\s*$)/.test(template);
  const pieces: Piece[] = [];
  let literal = '';
  let quoted = false;
  for (let at = 0; at < template.length; at += 1) {
    const char = template.charAt(at);
    const name = char === '<' ? placeholderAt(template, at) : undefined;
    if (name !== undefined) {
      pieces.push(literal, { name, write: isJson ? (quoted ? asPartOfString : asJson) : asText });
      literal = '';
      at += name.length + 1;
      continue;
    }
    if (isJson && quoted && char === '\\') {
      literal += template.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (char === '"') quoted = !quoted;
    literal += char;
  }
  pieces.push(literal);
  return {
    names: [...new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name])))],
    fill: (valueOf) =>
      pieces.map((piece) => (typeof piece === 'string' ? piece : piece.write(valueOf(piece.name)))).join(''),
  };
}

function placeholderAt(template: string, at: number): string | undefined {
  const end = template.indexOf('>', at);
  const name = template.slice(at + 1, end);
  return end > at + 1 && /^[\w$.][^<>\s{}]*$/.test(name) ? name : undefined;
}

function asJson(value: unknown): string {
  return JSON.stringify(value ?? (value === null ? null : ''));
}

function asPartOfString(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  // Quotes of a whole object inside a string are dropped, as AWS does; so the string stays valid.
  return JSON.stringify(value).replaceAll(/["\\]/g, '');
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
