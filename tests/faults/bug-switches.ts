import { relative } from 'node:path';

/** One change of one line. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A bug that somebody might write, and the paths that must show it. */
export interface BugSwitch {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Names of paths; the first that turns red is enough. */
  readonly shownBy: readonly string[];
  /** The promise that it breaks. */
  readonly breaks: string;
}

const core = 'src/core/orders';
const tables = 'src/adapters/dynamodb';

/**
 * Ten bugs, each a line changed while the tests compile the functions; no bundle ever has them. A checker that stays
 * green with one of them checks nothing.
 */
export const bugSwitches: readonly BugSwitch[] = [
  {
    name: 'no condition on the status write',
    edits: [
      {
        file: `${tables}/order-params.ts`,
        find: "ConditionExpression: all('#status = :status', '#version = :version', ...owner.conditions),",
        replace:
          "ConditionExpression: `(${all('#status = :status', '#version = :version', ...owner.conditions)}) OR attribute_exists(orderId)`,",
      },
    ],
    shownBy: ['fences land after the completion'],
    breaks: 'I3',
  },
  {
    name: 'charge key per attempt',
    edits: [
      {
        file: 'src/core/payments/process-payment.ts',
        find: 'const request = { paymentId, amount',
        replace: 'const request = { paymentId: `${paymentId}-${deps.clock.now()}`, amount',
      },
    ],
    shownBy: ['complete'],
    breaks: 'I4',
  },
  {
    name: 'refund without tombstone',
    edits: [
      {
        file: 'src/core/payments/refund-payment.ts',
        find: 'const given = await deps.gateway.refund(paymentId);',
        replace:
          'const given = (await deps.ledger.entries(paymentId)).length === 0 ? {} : await deps.gateway.refund(paymentId);',
      },
    ],
    shownBy: ['charges land after the void'],
    breaks: 'I4',
  },
  {
    name: 'message deleted before its work',
    edits: [
      {
        file: 'src/lambdas/order-processing/app.ts',
        find: '    if (error instanceof PoisonMessageError) await returnSoon(record.receiptHandle);\n    throw error;',
        replace: '',
      },
    ],
    shownBy: ['poison among orders'],
    breaks: 'I9',
  },
  {
    name: 'order-creation sends to the queue itself',
    edits: [
      {
        file: 'src/lambdas/order-creation/app.ts',
        find: "  if (outcome.kind === 'placed') count(outcome.order);",
        replace:
          "  if (outcome.kind === 'placed') { count(outcome.order); await require('../../adapters/sqs/sqs-order-queue.ts').sqsOrderQueue(require('../../adapters/aws-clients.ts').sqsClient(), process.env.ORDER_QUEUE_URL).requeue(outcome.order, ''); }",
      },
      {
        file: 'template.yaml',
        find: '      Description: Every new order goes to the queue\n',
        replace: '      Description: Every new order goes to the queue\n      DesiredState: STOPPED\n',
      },
      {
        file: 'template.yaml',
        find: '          POWERTOOLS_SERVICE_NAME: order-creation\n',
        replace:
          '          POWERTOOLS_SERVICE_NAME: order-creation\n          ORDER_QUEUE_URL: !Ref OrderQueue\n',
      },
      {
        file: 'template.yaml',
        find: "        - PolicyName: order-creation\n          PolicyDocument:\n            Version: '2012-10-17'\n            Statement:\n",
        replace:
          "        - PolicyName: order-creation\n          PolicyDocument:\n            Version: '2012-10-17'\n            Statement:\n              - { Effect: Allow, Action: [sqs:SendMessage], Resource: !GetAtt OrderQueue.Arn }\n",
      },
    ],
    shownBy: ['complete'],
    breaks: 'I2',
  },
  {
    name: 'stock decremented without condition',
    edits: [
      {
        file: `${tables}/stock-params.ts`,
        find: "ConditionExpression: conditions.join(' AND '),",
        replace: "ConditionExpression: `${conditions.join(' AND ')} OR attribute_exists(productId)`,",
      },
    ],
    shownBy: ['three want the last one'],
    breaks: 'I5',
  },
  {
    name: 'notice without a stable id',
    edits: [
      {
        file: 'src/core/kernel/ids.ts',
        find: '`${orderId}:${status}` as NotificationId;',
        replace: '`${orderId}:${status}:${Math.random()}` as NotificationId;',
      },
    ],
    shownBy: ['complete'],
    breaks: 'I6',
  },
  {
    name: 'float cents',
    edits: [
      {
        file: 'src/core/kernel/money.ts',
        find: "const minor = Number(`${sign}${whole}${fraction.padEnd(2, '0')}`);",
        replace: 'const minor = Math.trunc(decimal * 100);',
      },
    ],
    shownBy: ['complete'],
    breaks: 'I1',
  },
  {
    name: 'idempotency row after the order',
    edits: [
      {
        file: `${tables}/dynamodb-order-store.ts`,
        find: 'const outcome = await transactWrite(client, items);',
        replace:
          'await conditionalPut(client, items[1].Put); const outcome = await transactWrite(client, [items[0]]);',
      },
    ],
    shownBy: ['complete', 'one key asked three times'],
    breaks: 'I7',
  },
  {
    name: 'redelivery without a look at the state',
    edits: [
      {
        file: `${core}/begin-processing.ts`,
        find: "if (order.status !== 'PENDING') return { order, isFirst: false };",
        replace: "if (order.status === 'PROCESSING') return { order, isFirst: false };",
      },
    ],
    shownBy: ['every message twice'],
    breaks: 'I9',
  },
];

/** A file's text with a switch on. @throws RangeError where the line is not there exactly once */
export function withBug({ edits, name }: BugSwitch, path: string, text: string): string {
  const file = relative(process.cwd(), path);
  return edits
    .filter((edit) => edit.file === file)
    .reduce((changed, { find, replace }) => {
      const parts = changed.split(find);
      if (parts.length !== 2)
        throw new RangeError(`${name}: the line is in ${file} ${String(parts.length - 1)} times`);
      return parts.join(replace);
    }, text);
}
