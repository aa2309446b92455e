import type { WireNames } from '../kernel/service.ts';

/** SNS speaks the Query protocol only. */
export const snsWire: WireNames = {
  query: {
    version: '2010-03-31',
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    mapInputs: { MessageAttributes: { key: 'Name', value: 'Value' } },
    mapOutputs: ['Attributes'],
  },
};
