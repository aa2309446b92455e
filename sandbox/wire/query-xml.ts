import { isObject } from '../kernel/json.ts';
import { Timestamp } from '../kernel/timestamp.ts';

/** `<name>content</name>`; the content is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** The members of an answer as XML elements; those named in `maps` are maps. */
export function xmlMembers(output: unknown, maps: readonly string[]): string {
  if (!isObject(output)) return '';
  return Object.entries(output)
    .map(([name, value]) => (value === undefined ? '' : xmlMember(name, value, maps)))
    .join('');
}

function xmlMember(name: string, value: unknown, maps: readonly string[]): string {
  if (!maps.includes(name) || !isObject(value)) return element(name, xmlValue(value, maps));
  const entries = Object.entries(value).map(([key, item]) =>
    element('entry', element('key', escapeXml(key)) + element('value', xmlValue(item, maps))),
  );
  return element(name, entries.join(''));
}

function xmlValue(value: unknown, maps: readonly string[]): string {
  if (value instanceof Timestamp) return value.toString();
  if (Array.isArray(value)) return value.map((item) => element('member', xmlValue(item, maps))).join('');
  return isObject(value) ? xmlMembers(value, maps) : escapeXml(String(value));
}

// XML 1.0 cannot carry most control characters at all, not even escaped.
// eslint-disable-next-line no-control-regex -- they are what is being removed
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeXml(text: string): string {
  return text
    .replace(forbidden, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}
