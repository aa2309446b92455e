import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseDefinition } from './asl/parse-definition.ts';

const parse = inputOf(
  z.strictObject({
    definition: z.string().max(1_048_576),
    type: z.literal('STANDARD', 'only STANDARD is supported by the sandbox').optional(),
    severity: z.enum(['ERROR', 'WARNING']).optional(),
    maxResults: z.int().min(0).max(100).default(100),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export function validateStateMachineDefinition(): Operation {
  return operation({
    name: 'ValidateStateMachineDefinition',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
    run: ({ definition, maxResults }) => {
      const parsed = parseDefinition(definition);
      const problems = 'problems' in parsed ? parsed.problems : [];
      const most = maxResults === 0 ? 100 : maxResults;
      return {
        result: problems.length === 0 ? 'OK' : 'FAIL',
        diagnostics: problems.slice(0, most).map((problem) => ({ severity: 'ERROR', ...problem })),
        truncated: problems.length > most,
      };
    },
  });
}
