import type { WireNames } from '../kernel/service.ts';

const attribute = { key: 'Name', value: 'Value' };

/** SQS speaks JSON to current clients and the Query protocol, with flattened lists and maps, to older ones. */
export const sqsWire: WireNames = {
  target: 'AmazonSQS',
  jsonVersion: '1.0',
  queryVersion: '2012-11-05',
  query: {
    namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    flattenedInputs: {
      Attribute: { member: 'Attributes', ...attribute },
      AttributeName: { member: 'AttributeNames' },
      MessageAttribute: { member: 'MessageAttributes', ...attribute },
      MessageAttributeName: { member: 'MessageAttributeNames' },
      MessageSystemAttribute: { member: 'MessageSystemAttributes', ...attribute },
      MessageSystemAttributeName: { member: 'MessageSystemAttributeNames' },
      SendMessageBatchRequestEntry: { member: 'Entries' },
      DeleteMessageBatchRequestEntry: { member: 'Entries' },
      ChangeMessageVisibilityBatchRequestEntry: { member: 'Entries' },
      Tag: { member: 'Tags', key: 'Key', value: 'Value' },
      TagKey: { member: 'TagKeys' },
    },
    flattenedOutputs: {
      Attributes: { member: 'Attribute', ...attribute },
      MessageAttributes: { member: 'MessageAttribute', ...attribute },
      Messages: { member: 'Message' },
      QueueUrls: { member: 'QueueUrl' },
      queueUrls: { member: 'QueueUrl' },
      Results: { member: 'ListMessageMoveTasksResultEntry' },
      Tags: { member: 'Tag', key: 'Key', value: 'Value' },
      'SendMessageBatch.Successful': { member: 'SendMessageBatchResultEntry' },
      'DeleteMessageBatch.Successful': { member: 'DeleteMessageBatchResultEntry' },
      'ChangeMessageVisibilityBatch.Successful': { member: 'ChangeMessageVisibilityBatchResultEntry' },
      Failed: { member: 'BatchResultErrorEntry' },
    },
  },
};
