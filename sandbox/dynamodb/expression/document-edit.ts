import { validation } from '../errors.ts';
import { withMember, withoutMember } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { childOf } from './document-path.ts';
import type { Path } from './scope.ts';

/** A copy of `item` with `value` at `path`; an index beyond the end of a list appends. */
export function setAt(item: Item, path: Path, value: AttributeValue): Item {
  return edit(item, path, (parent, last) => {
    if (typeof last === 'string') {
      return 'M' in parent ? { M: withMember(parent.M, last, value) } : undefined;
    }
    if (!('L' in parent)) return undefined;
    const index = Math.min(last, parent.L.length);
    return { L: parent.L.toSpliced(index, 1, value) };
  });
}

/** A copy of `item` without what is at `path`; removing what is not there changes nothing. */
export function removeAt(item: Item, path: Path): Item {
  return edit(item, path, (parent, last) => {
    if (typeof last === 'string') {
      return 'M' in parent ? { M: withoutMember(parent.M, last) } : undefined;
    }
    return 'L' in parent ? { L: parent.L.filter((_element, index) => index !== last) } : undefined;
  });
}

/** What becomes of the last container on a path; undefined where it is no such container. */
type Change = (parent: AttributeValue, last: string | number) => AttributeValue | undefined;

function edit(item: Item, path: Path, change: Change): Item {
  const edited = editInside({ M: item }, path, change);
  return 'M' in edited ? edited.M : item;
}

function editInside(container: AttributeValue, [segment, ...rest]: Path, change: Change): AttributeValue {
  if (segment === undefined) return container;
  if (rest.length === 0) return change(container, segment) ?? refusePath();
  const child = childOf(container, segment) ?? refusePath();
  const edited = editInside(child, rest, change);
  if ('M' in container) return { M: withMember(container.M, String(segment), edited) };
  if ('L' in container) return { L: container.L.with(Number(segment), edited) };
  return refusePath();
}

function refusePath(): never {
  throw validation('The document path provided in the update expression is invalid for update');
}
