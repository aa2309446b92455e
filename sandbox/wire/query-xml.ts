import { JsonText } from '../kernel/json-text.ts';
import { isObject } from '../kernel/json.ts';
import type { QueryShape } from '../kernel/service.ts';
import { Timestamp } from '../kernel/timestamp.ts';

/** `<name>content</name>`; the content is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** The members of an answer as XML elements. */
export function xmlMembers(output: unknown, shape: QueryShape): string {
  if (output instanceof JsonText || !isObject(output)) return '';
  return Object.entries(output)
    .map(([name, value]) => (value === undefined ? '' : xmlMember(name, value, shape)))
    .join('');
}

function xmlMember(name: string, value: unknown, shape: QueryShape): string {
  const flattened = shape.flattenedOutputs?.[name];
  if (flattened !== undefined) {
    const items = Array.isArray(value) ? value : mapEntries(value, flattened);
    return items.map((item) => element(flattened.member, xmlValue(item, shape))).join('');
  }
  if (shape.mapOutputs?.includes(name) === true) {
    return element(
      name,
      mapEntries(value, {})
        .map((entry) => element('entry', xmlValue(entry, shape)))
        .join(''),
    );
  }
  return element(name, xmlValue(value, shape));
}

function mapEntries(value: unknown, names: { key?: string; value?: string }): Record<string, unknown>[] {
  return Object.entries(isObject(value) ? value : {}).map(([key, item]) => ({
    [names.key ?? 'key']: key,
    [names.value ?? 'value']: item,
  }));
}

function xmlValue(value: unknown, shape: QueryShape): string {
  if (value instanceof Timestamp) return value.toString();
  if (Array.isArray(value)) return value.map((item) => element('member', xmlValue(item, shape))).join('');
  return isObject(value) ? xmlMembers(value, shape) : escapeXml(String(value));
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
