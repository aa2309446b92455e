import { AwsError } from '../kernel/errors.ts';
import { arn, parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** White space, brackets, wildcards, special and control characters, as the API reference lists them. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/;

/** Throws AWS's errors for a name that a state machine or an execution may not have. */
export function checkName(name: string): void {
  if (name.length < 1 || name.length > 80) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must have length ` +
        (name === '' ? 'greater than or equal to 1' : 'less than or equal to 80'),
    );
  }
  if (forbidden.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** ARN of a state machine. */
export function machineArn(place: Place, name: string): string {
  return arn(place, 'states', `stateMachine:${name}`);
}

/** ARN of an execution. */
export function executionArn(place: Place, { machine, name }: ExecutionKey): string {
  return arn(place, 'states', `execution:${machine}:${name}`);
}

/** What names an execution: neither part can hold a colon. */
export interface ExecutionKey {
  readonly machine: string;
  readonly name: string;
}

/** The name in a state machine's ARN. @throws AwsError InvalidArn; versions and aliases are not supported */
export function machineOf(text: string): string {
  const [kind, name, ...qualifier] = partsOf(text);
  if (kind !== 'stateMachine' || name === undefined || qualifier.length > 0) throw invalidArn(text);
  return name;
}

/** The machine and name in an execution's ARN. @throws AwsError InvalidArn */
export function executionKeyOf(text: string): ExecutionKey {
  const [kind, machine, name, ...rest] = partsOf(text);
  if (kind !== 'execution' || machine === undefined || name === undefined || rest.length > 0)
    throw invalidArn(text);
  return { machine, name };
}

function partsOf(text: string): readonly string[] {
  const parts = parseArn(text);
  if (parts?.service !== 'states') throw invalidArn(text);
  return parts.resource.split(':');
}

function invalidArn(text: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${text}'`);
}
