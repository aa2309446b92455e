import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { parseDefinition } from './parse-definition.ts';

const problems = (states: Json, more: object = {}): string[] => {
  const parsed = parseDefinition(JSON.stringify({ StartAt: 'A', States: states, ...more }));
  return 'problems' in parsed ? parsed.problems.map(({ code, location }) => `${code} ${location}`) : [];
};
const pass = { Type: 'Pass', End: true };
const schema = 'SCHEMA_VALIDATION_FAILED';
const invoke = 'arn:aws:states:::lambda:invoke';

test('a definition with branches inside branches is understood', () => {
  const map = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: pass } }, End: true };
  const states = { A: { Type: 'Parallel', Branches: [{ StartAt: 'M', States: { M: map } }], End: true } };
  const parsed = parseDefinition(JSON.stringify({ StartAt: 'A', States: states, TimeoutSeconds: 5 }));
  expect('program' in parsed && [...parsed.program.branches.keys()]).toEqual([
    '',
    '/States/A/Branches[0]',
    '/States/A/Branches[0]/States/M/ItemProcessor',
  ]);
});

test.each<[string, Json, string[]]>([
  ['a missing target', { A: { Type: 'Pass', Next: 'B' } }, ['MISSING_TRANSITION_TARGET /States/A/Next']],
  ['an unreachable state', { A: pass, B: pass }, ['MISSING_TRANSITION_TARGET /States/B']],
  ['no way on', { A: { Type: 'Pass' } }, [`${schema} /States/A`]],
  ['two ways on', { A: { ...pass, Next: 'A' } }, [`${schema} /States/A`]],
  ['an unknown type', { A: { Type: 'Nap' } }, [`${schema} /States/A/Type`]],
  ['variables', { A: { ...pass, Assign: { x: 1 } } }, [`${schema} /States/A`]],
  ['JSONata', { A: { ...pass, QueryLanguage: 'JSONata' } }, [`${schema} /States/A/QueryLanguage`]],
  ['a bad path', { A: { ...pass, InputPath: 'x' } }, [`${schema} /States/A/InputPath`]],
  ['a bad ResultPath', { A: { ...pass, ResultPath: '$.a[*]' } }, [`${schema} /States/A/ResultPath`]],
  ['a bad template', { A: { ...pass, Parameters: { 'x.$': 'nope' } } }, [`${schema} /States/A/Parameters`]],
  ['a Wait for nothing', { A: { Type: 'Wait', End: true } }, [`${schema} /States/A`]],
  ['a bad Timestamp', { A: { Type: 'Wait', Timestamp: 'soon', End: true } }, [`${schema} /States/A`]],
  [
    'a distributed Map',
    {
      A: {
        Type: 'Map',
        End: true,
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: { B: pass } },
      },
    },
    [`${schema} /States/A/ItemProcessor/ProcessorConfig/Mode`],
  ],
  [
    'an activity',
    { A: { Type: 'Task', End: true, Resource: 'arn:aws:states:us-east-1:1:activity:x' } },
    [`${schema} /States/A/Resource`],
  ],
  [
    'an unknown integration',
    { A: { Type: 'Task', End: true, Resource: 'arn:aws:states:::glue:startJobRun' } },
    [`${schema} /States/A/Resource`],
  ],
  [
    'an unknown SDK service',
    { A: { Type: 'Task', End: true, Resource: 'arn:aws:states:::aws-sdk:s3:getObject' } },
    [`${schema} /States/A/Resource`],
  ],
  [
    'sync where there is none',
    { A: { Type: 'Task', End: true, Resource: `${invoke}.sync` } },
    [`${schema} /States/A/Resource`],
  ],
  [
    'States.ALL in company',
    { A: { Type: 'Task', Resource: invoke, End: true, Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] } },
    [`${schema} /States/A`],
  ],
  [
    'a Catch to nowhere',
    { A: { Type: 'Task', Resource: invoke, End: true, Catch: [{ ErrorEquals: ['X'], Next: 'B' }] } },
    ['MISSING_TRANSITION_TARGET /States/A/Catch[0]/Next'],
  ],
  [
    'a bad rule',
    { A: { Type: 'Choice', Choices: [{ Variable: '$.a', Next: 'A' }] } },
    [`${schema} /States/A/Choices`],
  ],
  [
    'a heartbeat after the timeout',
    { A: { Type: 'Task', Resource: invoke, End: true, TimeoutSeconds: 5, HeartbeatSeconds: 9 } },
    [`${schema} /States/A`],
  ],
  [
    'a name used twice',
    { A: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: pass } }] } },
    ['DUPLICATE_STATE_NAME /States/A/Branches[0]/States/A'],
  ],
  [
    'a branch with a fault',
    { A: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'X', States: { B: pass } }] } },
    [
      'MISSING_TRANSITION_TARGET /States/A/Branches[0]/StartAt',
      'MISSING_TRANSITION_TARGET /States/A/Branches[0]/States/B',
    ],
  ],
])('%s is refused where it stands', (_, states, wanted) => {
  expect(problems(states)).toEqual(wanted);
});

test('text that is no JSON, and a machine without states, are refused', () => {
  expect(parseDefinition('{')).toMatchObject({ problems: [{ code: 'INVALID_JSON_DESCRIPTION' }] });
  expect(problems({})).toEqual(['MISSING_TRANSITION_TARGET /StartAt']);
  expect(problems({ A: pass }, { QueryLanguage: 'JSONata' })).toEqual([`${schema} /QueryLanguage`]);
});
