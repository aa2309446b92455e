import type { WireNames } from '../kernel/service.ts';

/** SNS speaks the Query protocol only. */
export const snsWire: WireNames = {
  queryVersion: '2010-03-31',
  query: {
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    mapInputs: { MessageAttributes: { key: 'Name', value: 'Value' } },
    mapOutputs: ['Attributes'],
  },
};
