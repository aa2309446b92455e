import { BlockList, isIP } from 'node:net';
import { isObject, parseJson } from '../kernel/json.ts';
import type { MessageAttribute } from '../kernel/service.ts';

/** What a filter policy looks at. */
export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** A checked filter policy: names with lists of conditions; in bodies names nest; `$or` holds alternatives. */
export interface FilterPolicy {
  readonly [name: string]: FilterPolicy | readonly FilterPolicy[] | readonly Condition[];
}

/** One alternative of a list: a plain value, or an operator with its operand. */
export type Condition = string | number | boolean | null | Readonly<Record<string, unknown>>;

/** A value that a condition is held against. */
type Scalar = string | number | boolean | null;

/** The values at each dotted path; a path that is absent does not exist. */
type Facts = ReadonlyMap<string, readonly Scalar[]>;

/**
 * Whether a message passes a filter policy: all names must match, one condition of each list suffices, and of an array
 * one element suffices. "Amazon SNS subscription filter policies", Amazon SNS Developer Guide.
 */
export function passesFilter(
  { scope, policy }: { readonly scope: FilterScope; readonly policy: FilterPolicy },
  message: { readonly body: string; readonly attributes: Readonly<Record<string, MessageAttribute>> },
): boolean {
  const facts = scope === 'MessageBody' ? factsOfBody(message.body) : factsOfAttributes(message.attributes);
  return facts !== undefined && matches(policy, facts, '');
}

function matches(policy: FilterPolicy, facts: Facts, prefix: string): boolean {
  return Object.entries(policy).every(([name, rule]) => {
    if (name === '$or' && Array.isArray(rule)) {
      // A checked policy holds policies under $or.
      return (rule as readonly FilterPolicy[]).some((alternative) => matches(alternative, facts, prefix));
    }
    const path = prefix + name;
    if (!Array.isArray(rule)) return matches(rule as FilterPolicy, facts, `${path}.`);
    // A checked policy holds conditions under every other name.
    return (rule as readonly Condition[]).some((condition) => holds(condition, facts.get(path)));
  });
}

function holds(condition: Condition, values: readonly Scalar[] | undefined): boolean {
  if (!isObject(condition)) return values?.some((value) => value === condition) === true;
  const [[operator, operand] = ['', undefined]] = Object.entries(condition);
  if (operator === 'exists') return (values !== undefined) === operand;
  return values?.some((value) => holdsFor(value, operator, operand)) === true;
}

function holdsFor(value: Scalar, operator: string, operand: unknown): boolean {
  switch (operator) {
    case 'anything-but':
      return isAnythingBut(value, operand);
    case 'numeric':
      return typeof value === 'number' && isInRange(value, operand);
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(operand));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(operand));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
    case 'cidr':
      return typeof value === 'string' && isInside(value, String(operand));
    default:
      return false;
  }
}

function isAnythingBut(value: Scalar, operand: unknown): boolean {
  if (isObject(operand)) return typeof value === 'string' && !value.startsWith(String(operand['prefix']));
  return Array.isArray(operand) ? !operand.includes(value) : value !== operand;
}

/** `operand` is a list of comparisons: `['>', 0, '<=', 5]`. */
function isInRange(value: number, operand: unknown): boolean {
  if (!Array.isArray(operand)) return false;
  for (let at = 0; at < operand.length; at += 2) {
    if (!compare(value, String(operand[at]), Number(operand[at + 1]))) return false;
  }
  return true;
}

function compare(value: number, operator: string, bound: number): boolean {
  switch (operator) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    default:
      return false;
  }
}

function isInside(address: string, cidr: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const [network = '', bits] = cidr.split('/');
  if (isIP(address) === 0 || isIP(address) !== isIP(network)) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return block.check(address, family);
}

function factsOfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): Facts {
  return new Map(Object.entries(attributes).map(([name, attribute]) => [name, scalarsOf(attribute)]));
}

function scalarsOf({ DataType, StringValue }: MessageAttribute): readonly Scalar[] {
  // A binary attribute exists, and matches nothing else.
  if (StringValue === undefined) return [];
  if (DataType.startsWith('Number')) return [Number(StringValue)];
  if (DataType !== 'String.Array') return [StringValue];
  const parsed = parseJson(StringValue);
  return Array.isArray(parsed) ? parsed.filter(isScalar) : [];
}

/** Undefined where the body is no JSON object: then no body filter lets it pass. */
function factsOfBody(body: string): Facts | undefined {
  const parsed = parseJson(body);
  if (!isObject(parsed)) return undefined;
  const facts = new Map<string, Scalar[]>();
  const collect = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) collect(item, path);
    else if (isObject(value)) {
      for (const [name, member] of Object.entries(value))
        collect(member, path === '' ? name : `${path}.${name}`);
    } else if (isScalar(value)) facts.set(path, [...(facts.get(path) ?? []), value]);
  };
  collect(parsed, '');
  return facts;
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}
