import { parseArn } from '../kernel/place.ts';
import { invalidParameter, unsupported } from './errors.ts';
import type { Subscription } from './subscription-store.ts';

/** A phone number in E.164 form. */
export const phonePattern = /^\+[1-9]\d{6,14}$/;

/** Checks where a subscription leads. Throws InvalidParameter. */
export function checkEndpoint(protocol: string, endpoint: string): Subscription['protocol'] {
  switch (protocol) {
    case 'sqs':
      if (parseArn(endpoint)?.service !== 'sqs') throw invalidParameter('SQS endpoint ARN');
      if (endpoint.endsWith('.fifo')) throw unsupported(`${endpoint} (FIFO queues)`);
      return protocol;
    case 'lambda':
      if (parseArn(endpoint)?.service !== 'lambda') throw invalidParameter('Lambda endpoint ARN');
      return protocol;
    case 'email':
      if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalidParameter('Email address');
      return protocol;
    case 'sms':
      if (!phonePattern.test(endpoint)) throw invalidParameter(`Invalid SMS endpoint: ${endpoint}`);
      return protocol;
    case 'email-json':
    case 'http':
    case 'https':
    case 'application':
    case 'firehose':
      throw unsupported(`Protocol ${protocol}`);
    default:
      throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
}
