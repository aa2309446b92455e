import { deliveryPermissions } from '../kernel/delivery-permissions.ts';
import { AwsError, messageOf } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import { inSavepoint } from '../store/savepoint.ts';

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

/** Hands events to targets inside the open transaction. */
export interface HandoverDesk {
  /** Undefined where it worked; a failed attempt leaves no trace in the store. */
  attempt(handover: Handover): HandoverFailure | undefined;
  /** Gives an event up: to the dead-letter queue if the target has one, else it is counted and dropped. */
  giveUp(
    handover: Handover,
    failure: HandoverFailure & { readonly attempts: number; readonly condition?: string },
  ): void;
}

/** A desk over `ground.deliver`. */
export function createHandoverDesk(ground: Ground, metrics?: MetricSink): HandoverDesk {
  const servicePrincipal = 'events.amazonaws.com';
  const count = (name: string, ruleName: string): void =>
    metrics?.put({
      namespace: 'AWS/Events',
      name,
      dimensions: { RuleName: ruleName },
      value: 1,
      unit: 'Count',
    });

  return {
    attempt: (handover) => {
      const { targetArn, body, roleArn, ruleArn, traceHeader } = handover;
      const caller = { principal: roleArn ?? servicePrincipal, sourceArn: ruleArn };
      const trace = traceHeader === undefined ? {} : { traceHeader };
      try {
        inSavepoint(ground.store, () => {
          if (roleArn !== undefined) ground.authorize(caller, deliveryPermissions(targetArn));
          ground.deliver({ target: targetArn, body, caller, ...trace });
        });
        count('Invocations', handover.ruleName);
        return undefined;
      } catch (thrown) {
        if (!(thrown instanceof AwsError)) ground.report(`event rule ${handover.ruleName}`, thrown);
        return failureOf(thrown);
      }
    },
    giveUp: (handover, failure) => {
      const { deadLetterArn, event, ruleArn, ruleName, targetArn } = handover;
      count('FailedInvocations', ruleName);
      if (deadLetterArn === undefined) return;
      const text = (value: string) => ({ DataType: 'String', StringValue: value });
      try {
        inSavepoint(ground.store, () => {
          ground.deliver({
            target: deadLetterArn,
            body: event,
            caller: { principal: servicePrincipal, sourceArn: ruleArn },
            attributes: {
              ERROR_CODE: text(failure.code),
              ERROR_MESSAGE: text(failure.message || failure.code),
              ...(failure.condition === undefined
                ? {}
                : { EXHAUSTED_RETRY_CONDITION: text(failure.condition) }),
              RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(failure.attempts) },
              RULE_ARN: text(ruleArn),
              TARGET_ARN: text(targetArn),
            },
          });
        });
        count('InvocationsSentToDlq', ruleName);
      } catch (thrown) {
        count('InvocationsFailedToBeSentToDlq', ruleName);
        ground.report(`dead-letter queue ${deadLetterArn} of event rule ${ruleName}`, thrown);
      }
    },
  };
}

function failureOf(thrown: unknown): HandoverFailure {
  if (!(thrown instanceof AwsError)) {
    return { code: 'INTERNAL_ERROR', message: messageOf(thrown), retryable: true };
  }
  const retryable = thrown.status >= 500 || /Throttl|TooManyRequests|Busy/.test(thrown.code);
  return { code: thrown.code, message: thrown.message, retryable };
}
