import { checkOutgoing, outgoingMembers, sentAnswer } from './outgoing.ts';
import { queueOperation } from './queue-operation.ts';

export const sendMessage = queueOperation({
  name: 'SendMessage',
  kind: 'write',
  members: outgoingMembers,
  run: ({ messages }, { queue, input, call }) => {
    const message = checkOutgoing(input, queue, call);
    return sentAnswer(message, messages.insert(queue, message));
  },
});
