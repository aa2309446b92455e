import { deliveryPermissions } from '../kernel/delivery-permissions.ts';
import { AwsError, messageOf } from '../kernel/errors.ts';
import { countOne } from '../kernel/metric-sink.ts';
import { failureIn } from '../store/savepoint.ts';
import type { EventsRoom } from './room.ts';

/** One event on its way to one target. Stored as JSON while it waits for another attempt. */
export interface Handover {
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly targetArn: string;
  readonly body: string;
  /** The event as the bus got it, for the dead-letter queue. */
  readonly event: string;
  readonly roleArn?: string | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly maxAttempts: number;
  readonly maxAgeMs: number;
  readonly traceHeader?: string | undefined;
}

/** Why a handover did not succeed. */
export interface HandoverFailure {
  readonly code: string;
  readonly message: string;
  /** Missing targets and missing permissions are final; faults and throttling are not. */
  readonly retryable: boolean;
}

/** Why an event is given up, and after how many retries. */
export interface GivenUp extends Pick<HandoverFailure, 'code' | 'message'> {
  readonly attempts: number;
  /** Which limit of the retry policy ended it, if one did. */
  readonly condition?: string | undefined;
}

const servicePrincipal = 'events.amazonaws.com';

/** Inside a write: undefined where the target took the event; a failed attempt leaves no trace in the store. */
export function handOver(room: EventsRoom, handover: Handover): HandoverFailure | undefined {
  const { ground } = room;
  const { targetArn: target, body, roleArn, ruleArn, ruleName, traceHeader } = handover;
  const caller = { principal: roleArn ?? servicePrincipal, sourceArn: ruleArn };
  const thrown = failureIn(ground.store, () => {
    if (roleArn !== undefined) ground.authorize(caller, deliveryPermissions(target));
    ground.deliver({ target, body, caller, traceHeader });
  });
  if (thrown === undefined) {
    count(room, 'Invocations', ruleName);
    return undefined;
  }
  if (thrown instanceof AwsError) {
    const { code, message, status } = thrown;
    return { code, message, retryable: status >= 500 || /Throttl|TooManyRequests|Busy/.test(code) };
  }
  ground.report(`event rule ${ruleName}`, thrown);
  return { code: 'INTERNAL_ERROR', message: messageOf(thrown), retryable: true };
}

/** Inside a write: to the dead-letter queue if the target has one, else the event is counted and dropped. */
export function giveUp(room: EventsRoom, handover: Handover, failure: GivenUp): void {
  const { ground } = room;
  const { deadLetterArn: target, event, ruleArn, ruleName, targetArn } = handover;
  count(room, 'FailedInvocations', ruleName);
  if (target === undefined) return;
  const { code, message, condition, attempts } = failure;
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const thrown = failureIn(ground.store, () => {
    ground.deliver({
      target,
      body: event,
      caller: { principal: servicePrincipal, sourceArn: ruleArn },
      attributes: {
        ERROR_CODE: text(code),
        ERROR_MESSAGE: text(message || code),
        ...(condition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: text(condition) }),
        RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(attempts) },
        RULE_ARN: text(ruleArn),
        TARGET_ARN: text(targetArn),
      },
    });
  });
  count(room, thrown === undefined ? 'InvocationsSentToDlq' : 'InvocationsFailedToBeSentToDlq', ruleName);
  if (thrown !== undefined) ground.report(`dead-letter queue ${target} of event rule ${ruleName}`, thrown);
}

function count({ metrics }: EventsRoom, name: string, ruleName: string): void {
  countOne(metrics, { namespace: 'AWS/Events', name, dimensions: { RuleName: ruleName } });
}
