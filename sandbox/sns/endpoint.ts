import { parseArn } from '../kernel/place.ts';
import { invalidParameter, unsupported } from './errors.ts';
import type { Protocol } from './subscription-store.ts';

const protocols: readonly Protocol[] = ['sqs', 'lambda', 'email', 'sms'];
const notHere = ['email-json', 'http', 'https', 'application', 'firehose'];

/** A phone number in E.164 form. */
export const phonePattern = /^\+[1-9]\d{6,14}$/;

/** Checks where a subscription leads. Throws InvalidParameter. */
export function checkEndpoint(protocol: string, endpoint: string): Protocol {
  if (notHere.includes(protocol)) throw unsupported(`Protocol ${protocol}`);
  const known = protocols.find((candidate) => candidate === protocol);
  if (known === undefined) {
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  switch (known) {
    case 'sqs':
      checkArn(endpoint, 'sqs', 'SQS endpoint ARN');
      if (endpoint.endsWith('.fifo')) throw unsupported(`${endpoint} (FIFO queues)`);
      break;
    case 'lambda':
      checkArn(endpoint, 'lambda', 'Lambda endpoint ARN');
      break;
    case 'email':
      if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalidParameter('Email address');
      break;
    case 'sms':
      if (!phonePattern.test(endpoint)) throw invalidParameter(`Invalid SMS endpoint: ${endpoint}`);
  }
  return known;
}

function checkArn(endpoint: string, service: string, what: string): void {
  if (parseArn(endpoint)?.service !== service) throw invalidParameter(what);
}
