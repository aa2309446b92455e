import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { noticeStatusAttribute } from '../../contracts/messages/order-notice.ts';
import { notificationIdOf } from '../../core/kernel/ids.ts';
import type { Notice, NoticePublisher } from '../../core/ports/notice-publisher.ts';
import { writing } from '../sdk-faults.ts';

/** {@link NoticePublisher} on the order topic. */
export const snsNoticePublisher = (client: SNSClient, topicArn: string): NoticePublisher => ({
  async publish(notice) {
    await writing(client.send(new PublishCommand(publishParams(topicArn, notice))));
  },
});

/** The status stands in the message and, for filter policies, in an attribute. */
export function publishParams(topicArn: string, { orderId, createdAt, status }: Notice) {
  const notificationId = notificationIdOf(orderId, status);
  return {
    TopicArn: topicArn,
    Message: JSON.stringify({ notificationId, orderId, createdAt, status }),
    MessageAttributes: { [noticeStatusAttribute]: { DataType: 'String', StringValue: status } },
  };
}
