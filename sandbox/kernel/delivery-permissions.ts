import type { Permission } from './operation.ts';

/** What a role needs in order to deliver, by service of the target. */
const actions: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  states: 'states:StartExecution',
  logs: 'logs:PutLogEvents',
  events: 'events:PutEvents',
};

/** Permissions to deliver to an ARN. */
export function deliveryPermissions(targetArn: string): readonly Permission[] {
  const [, , service = ''] = targetArn.split(':', 3);
  const action = actions[service];
  return action === undefined ? [] : [{ action, resource: targetArn }];
}
