import { invalidParameter, validation } from './errors.ts';
import { setTimeToLive } from './housekeeping.ts';
import { defineOnTable } from './request/define.ts';
import { flag, length, required, structure, text } from './request/shape.ts';

const members = {
  TimeToLiveSpecification: required(
    structure({ AttributeName: required(text(length(0, 255))), Enabled: required(flag) }),
  ),
};

/** UpdateTimeToLive: names the attribute whose epoch seconds say when an item is deleted. Takes effect at once. */
export const updateTimeToLive = defineOnTable({
  name: 'UpdateTimeToLive',
  kind: 'write',
  members,
  run: (room, table, { TimeToLiveSpecification }) => {
    const { AttributeName, Enabled } = TimeToLiveSpecification;
    if (AttributeName === '') {
      throw invalidParameter('TimeToLiveSpecification.AttributeName must be non empty');
    }
    if (Enabled === (table.ttlAttribute !== undefined)) {
      throw validation(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
    }
    if (!Enabled && table.ttlAttribute !== AttributeName) {
      throw validation(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${table.ttlAttribute ?? ''}`,
      );
    }
    setTimeToLive(room, table, Enabled ? AttributeName : undefined);
    return { TimeToLiveSpecification };
  },
});

/** DescribeTimeToLive. */
export const describeTimeToLive = defineOnTable({
  name: 'DescribeTimeToLive',
  kind: 'read',
  members: {},
  run: (_room, { ttlAttribute }) => ({
    TimeToLiveDescription: {
      TimeToLiveStatus: ttlAttribute === undefined ? 'DISABLED' : 'ENABLED',
      AttributeName: ttlAttribute,
    },
  }),
});
