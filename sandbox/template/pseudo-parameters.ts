import { createHash } from 'node:crypto';
import type { Json } from '../kernel/json.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** The pseudo parameters but AWS::NoValue, which is no value at all. */
export function pseudoParameters(place: Place, stackName: string): ReadonlyMap<string, Json> {
  return new Map<string, Json>([
    ['AWS::AccountId', place.accountId],
    ['AWS::Region', place.region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stackName],
    ['AWS::StackId', stackId(place, stackName)],
    ['AWS::NotificationARNs', []],
  ]);
}

/** The stack's ARN: the same at every start, so that names which contain it stay what they are. */
export function stackId(place: Place, stackName: string): string {
  const digits = createHash('sha256').update(stackName).digest('hex');
  const parts = [0, 8, 12, 16, 20].map((start, index) => digits.slice(start, [8, 12, 16, 20, 32][index]));
  return arn(place, 'cloudformation', `stack/${stackName}/${parts.join('-')}`);
}
