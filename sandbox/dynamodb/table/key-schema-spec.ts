import { invalidParameter, validation } from '../errors.ts';
import type { Constraints } from '../request/constraints.ts';
import { objects, text } from '../request/members.ts';
import type { RawInput } from '../request/members.ts';
import type { KeyAttribute, KeySchema } from './table.ts';

/** One element of a KeySchema as it is asked for. */
export interface RawKeyElement {
  readonly name: string;
  readonly type: string;
}

/** Reads a KeySchema; more than two elements (keys of several attributes) are refused. */
export function readKeySchema(raw: RawInput, at: string, constraints: Constraints): readonly RawKeyElement[] {
  const elements = objects(raw, 'KeySchema');
  constraints.required(at, elements);
  if (elements === undefined) return [];
  if (elements.length > 2) {
    const shown = elements.map(
      (element) =>
        `KeySchemaElement(attributeName=${text(element, 'AttributeName') ?? 'null'}, keyType=${text(element, 'KeyType') ?? 'null'})`,
    );
    constraints.add(at, shown, 'Member must have length less than or equal to 2');
  }
  constraints.length(at, elements.slice(0, 2), [1, 2]);
  return elements.map((element, index) => {
    const name = text(element, 'AttributeName');
    const type = text(element, 'KeyType');
    const member = `${at}.${String(index + 1)}.member`;
    constraints.required(`${member}.attributeName`, name);
    constraints.required(`${member}.keyType`, type);
    constraints.oneOf(`${member}.keyType`, type, ['HASH', 'RANGE']);
    return { name: name ?? '', type: type ?? '' };
  });
}

/** Looks the attributes of an index's key up. Throws AwsError where one has no definition or the order is wrong. */
export function keySchemaOf(
  elements: readonly RawKeyElement[],
  definitions: readonly KeyAttribute[],
): KeySchema {
  const find = (wanted: string): KeyAttribute | undefined => definitions.find(({ name }) => name === wanted);
  if (elements.some(({ name }) => find(name) === undefined)) {
    const keys = elements.map(({ name }) => name).join(', ');
    const defined = definitions.map(({ name }) => name).join(', ');
    throw invalidParameter(
      'Some index key attributes are not defined in AttributeDefinitions. ' +
        `Keys: [${keys}], AttributeDefinitions: [${defined}]`,
    );
  }
  const [first, second] = elements;
  if (first !== undefined && first.name === second?.name) {
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (first?.type !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.type !== 'RANGE') {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  const hash = find(first.name);
  const range = second === undefined ? undefined : find(second.name);
  if (hash === undefined) throw validation('Invalid KeySchema: Some index key attribute have no definition');
  return { hash, ...(range === undefined ? {} : { range }) };
}
