import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { describeIssues } from '../kernel/input.ts';
import { conditionOperators, supportedKey } from './condition.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Templates write numbers and booleans where IAM wants text. */
const conditionValue = z.union([z.string(), z.boolean(), z.number()]).transform(String);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMore)]).optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.union([conditionValue, z.array(conditionValue)]).transform((value) => [value].flat()),
      ),
    )
    .optional(),
});

const documentSchema = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  // One statement may stand without its list.
  Statement: z.preprocess((value) => [value].flat(), z.array(statementSchema)),
});

/** One statement of a policy, lists spelled as lists. */
export type Statement = z.output<typeof statementSchema>;

/**
 * The statements of a policy document. Condition operators and keys that the sandbox does not evaluate are refused by
 * name: a statement must never hold for another reason than on AWS.
 * @throws AwsError MalformedPolicyDocument
 */
export function statementsOf(document: unknown, where: string): readonly Statement[] {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) throw malformed(`${where}: ${describeIssues(parsed.error.issues)}`);
  for (const statement of parsed.data.Statement) {
    for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
      if (!conditionOperators.has(operator.replace(/IfExists$/, ''))) {
        throw malformed(`${where}: the sandbox does not evaluate the condition operator ${operator}.`);
      }
      const unknown = Object.keys(keys).find((key) => !supportedKey(key));
      if (unknown !== undefined) {
        throw malformed(`${where}: the sandbox does not evaluate the condition key ${unknown}.`);
      }
    }
  }
  return parsed.data.Statement;
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
