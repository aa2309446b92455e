import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { invalidParameter, validation } from './errors.ts';
import { Constraints } from './request/constraints.ts';
import { flag, object, refuseUnsupported, text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { tableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';
import { setTimeToLive } from './table/time-to-live.ts';

/** UpdateTimeToLive: names the attribute whose epoch seconds say when an item is deleted. Takes effect at once. */
export function updateTimeToLive(room: Room): Operation {
  return operation({
    name: 'UpdateTimeToLive',
    kind: 'write',
    parse: readUpdate,
    permissions: ({ name }, place) => [onTable(place, 'UpdateTimeToLive', name)],
    run: ({ name, attribute, isEnabled }) => {
      const table = requireManagedTable(room, name);
      if (isEnabled && table.ttlAttribute !== undefined) throw validation('TimeToLive is already enabled');
      if (!isEnabled && table.ttlAttribute === undefined) throw validation('TimeToLive is already disabled');
      if (!isEnabled && table.ttlAttribute !== attribute) {
        throw validation(
          'TimeToLive is active on a different AttributeName: ' +
            `current AttributeName is ${table.ttlAttribute ?? ''}`,
        );
      }
      setTimeToLive(room, table, isEnabled ? attribute : undefined);
      return { TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: attribute } };
    },
  });
}

function readUpdate(raw: RawInput) {
  const name = tableNameOf(raw);
  const specification = object(raw, 'TimeToLiveSpecification');
  const constraints = new Constraints();
  constraints.required('timeToLiveSpecification', specification);
  const attribute = text(specification ?? {}, 'AttributeName');
  const isEnabled = flag(specification ?? {}, 'Enabled');
  if (specification !== undefined) {
    constraints.required('timeToLiveSpecification.attributeName', attribute);
    constraints.required('timeToLiveSpecification.enabled', isEnabled);
  }
  constraints.length('timeToLiveSpecification.attributeName', attribute, [0, 255]);
  constraints.check();
  refuseUnsupported(raw, { members: ['TableName', 'TimeToLiveSpecification'] });
  if (attribute === undefined || attribute === '') {
    throw invalidParameter('TimeToLiveSpecification.AttributeName must be non empty');
  }
  return { name, attribute, isEnabled: isEnabled ?? false };
}
