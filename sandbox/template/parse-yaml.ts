import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import type { Json, JsonObject } from '../kernel/json.ts';
import { TemplateError } from './template-error.ts';

/** Short tags that stand for `Fn::<Name>`; `!Ref` and `!Condition` keep their bare names. */
const functionTags = new Set(
  (
    'And Base64 Cidr Equals FindInMap GetAZs GetAtt If ImportValue Join Length Not Or Select Split Sub ToJsonString ' +
    'Transform'
  ).split(' '),
);
const bareTags = new Set(['Ref', 'Condition']);

/**
 * Reads a template in YAML (or JSON, which is YAML), with every short tag in its long form: `!Sub x` becomes
 * `{ "Fn::Sub": "x" }`. What CloudFormation does not read (aliases, nulls, other tags) is refused with its line.
 */
export function parseYaml(text: string): JsonObject {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (node: Node): number => lines.linePos(node.range?.[0] ?? 0).line;
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new TemplateError('', `line ${String(lines.linePos(fault.pos[0]).line)}: ${fault.message}`);
  }
  const refuse = (node: Node, problem: string): TemplateError =>
    new TemplateError('', `line ${String(lineOf(node))}: ${problem}`);

  const convert = (node: unknown): Json => {
    if (isAlias(node)) throw refuse(node, 'anchors and aliases are not supported, as on AWS');
    if (isScalar(node)) return tagged(node, scalarOf(node.value, node));
    if (isSeq(node)) return tagged(node, node.items.map(convert));
    if (!isMap(node)) throw new TemplateError('', 'the template is empty');
    const entries = node.items.map(({ key, value }): [string, Json] => {
      const name = isScalar(key) ? String(key.value) : '';
      if (value === null) throw refuse(node, `${name} has no value`);
      return [name, convert(value)];
    });
    return tagged(node, Object.fromEntries(entries));
  };
  const scalarOf = (value: unknown, node: Node): Json => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw refuse(node, 'an empty value is not allowed, as on AWS');
  };
  const tagged = (node: Node & { tag?: string }, content: Json): Json => {
    if (node.tag?.startsWith('!') !== true || node.tag === '!') return content;
    const name = node.tag.slice(1);
    if (bareTags.has(name)) return { [name]: content };
    if (functionTags.has(name)) return { [`Fn::${name}`]: content };
    throw refuse(node, `unknown tag ${node.tag}`);
  };

  const root = convert(document.contents);
  if (typeof root !== 'object' || Array.isArray(root)) throw new TemplateError('', 'the template is no map');
  // Arrays were excluded above; Array.isArray does not narrow readonly arrays away.
  return root as JsonObject;
}
