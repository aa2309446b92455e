import { isObject, parseJson } from '../kernel/json.ts';
import { invalidParameter } from './errors.ts';

/** What a task handle says. */
export interface TaskHandle {
  readonly taskId: string;
  readonly sourceArn: string;
}

export function taskHandleOf({ taskId, sourceArn }: TaskHandle): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
}

/** Reads a task handle. Throws InvalidParameterValue. */
export function parseTaskHandle(handle: string): TaskHandle {
  const parsed = parseJson(Buffer.from(handle, 'base64').toString('utf8'));
  if (isObject(parsed) && typeof parsed['taskId'] === 'string' && typeof parsed['sourceArn'] === 'string') {
    return { taskId: parsed['taskId'], sourceArn: parsed['sourceArn'] };
  }
  throw invalidParameter('Value for parameter TaskHandle is invalid.');
}
