import * as z from 'zod';
import { documentClient, sfnClient, snsClient, sqsClient } from '../../adapters/aws-clients.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { snsNoticePublisher } from '../../adapters/sns/sns-notice-publisher.ts';
import { sqsReturnSoon } from '../../adapters/sqs/return-soon.ts';
import { sfnWorkflow } from '../../adapters/stepfunctions/sfn-workflow.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  ORDER_QUEUE_URL: z.string().min(1),
  ORDER_TOPIC_ARN: z.string().min(1),
  STATE_MACHINE_ARN: z.string().min(1),
});

/** Everything that order-processing needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  return {
    ...telemetry(),
    clock: systemClock,
    orders: dynamodbOrderStore(documentClient(), { orders: environment.ORDERS_TABLE }),
    workflow: sfnWorkflow(sfnClient(), environment.STATE_MACHINE_ARN),
    notices: snsNoticePublisher(snsClient(), environment.ORDER_TOPIC_ARN),
    returnSoon: sqsReturnSoon(sqsClient(), environment.ORDER_QUEUE_URL),
  };
}
