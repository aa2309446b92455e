import * as fc from 'fast-check';

type Json = unknown;
type Step = string | number;

/** One small change to a JSON value at one place in it. The change may leave it valid: a judge decides. */
export interface Mutation {
  /** Picks the place. */
  readonly place: number;
  readonly change: Change;
}

type Change =
  | { readonly kind: 'replace'; readonly by: Json }
  | { readonly kind: 'drop' }
  | { readonly kind: 'add'; readonly name: string; readonly value: Json }
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'repeat'; readonly times: number }
  | { readonly kind: 'scale'; readonly factor: number; readonly plus: number };

const oddValues = [
  null,
  true,
  false,
  0,
  -1,
  0.001,
  1e21,
  '',
  ' ',
  'x',
  [],
  {},
  [[]],
  [null],
  'x'.repeat(300),
];
const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'status',
  'orderId',
  'totalAmount',
  'version',
  '',
  ' ',
];
const oddTexts = ['\0', '\n', '\r\nBcc: a@example.com', '\u001b[31m', '\u2028', '\u202e', '\ufffd', '\ud800', '<b>', "'", '\u{1f6d2}']; // prettier-ignore

const oneOf = <Value>(odd: readonly Value[], any: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...odd) }, { weight: 1, arbitrary: any });
const values = oneOf<Json>(oddValues, fc.jsonValue({ maxDepth: 2 }));

/** Mutations of any value. */
export const mutations: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  change: fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), by: values }),
    fc.record({ kind: fc.constant('drop' as const) }),
    fc.record({ kind: fc.constant('add' as const), name: oneOf(oddNames, fc.string()), value: values }),
    fc.record({ kind: fc.constant('insert' as const), text: oneOf(oddTexts, fc.string({ unit: 'binary' })) }),
    fc.record({ kind: fc.constant('repeat' as const), times: fc.constantFrom(2, 60, 400) }),
    fc.record({ kind: fc.constant('scale' as const), factor: fc.constantFrom(-1, 0, 1, 1e3, 1e9, 1e300), plus: fc.constantFrom(0, 0.001, 0.5, 1) }), // prettier-ignore
  ),
});

/** A copy of the value with one place changed. */
export function mutated(value: Json, { place, change }: Mutation): Json {
  const places = placesIn(value);
  return changedAt(value, places[place % places.length] ?? [], change);
}

function placesIn(value: Json): readonly (readonly Step[])[] {
  const parts: readonly (readonly [Step, Json])[] = Array.isArray(value)
    ? value.map((element, index): [Step, Json] => [index, element])
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return [[], ...parts.flatMap(([step, part]) => placesIn(part).map((rest) => [step, ...rest]))];
}

/** The value without its part at `place`, or with another. */
function changedAt(value: Json, place: readonly Step[], change: Change): Json {
  const [step, ...rest] = place;
  if (step === undefined) return changed(value, change);
  const isDrop = rest.length === 0 && change.kind === 'drop';
  if (Array.isArray(value)) {
    return value.flatMap((element: Json, index): Json[] => {
      if (index !== step) return [element];
      return isDrop ? [] : [changedAt(element, rest, change)];
    });
  }
  const entries = Object.entries(Object(value)).flatMap(([name, part]: [string, Json]): [string, Json][] => {
    if (name !== step) return [[name, part]];
    return isDrop ? [] : [[name, changedAt(part, rest, change)]];
  });
  return Object.fromEntries(entries);
}

function changed(value: Json, change: Change): Json {
  switch (change.kind) {
    case 'replace':
      return change.by;
    case 'drop':
      return null;
    case 'add':
      if (typeof value !== 'object' || value === null) return { [change.name]: value };
      if (Array.isArray(value)) return [...(value as Json[]), change.value];
      // From entries, `__proto__` becomes a field like any other.
      return Object.fromEntries([...Object.entries(value), [change.name, change.value]]);
    case 'insert':
      return typeof value === 'string' ? value.slice(0, 1) + change.text + value.slice(1) : change.text;
    case 'repeat':
      if (typeof value === 'string') return value.repeat(change.times);
      return Array.isArray(value)
        ? Array.from({ length: change.times }, () => value as Json[]).flat()
        : Array.from({ length: change.times }, () => value);
    case 'scale':
      return typeof value === 'number' ? value * change.factor + change.plus : [value];
  }
}
