import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { parseDefinition } from './parse-definition.ts';

const problems = (states: Json, more: object = {}): string[] => {
  const parsed = parseDefinition(JSON.stringify({ StartAt: 'A', States: states, ...more }));
  return 'problems' in parsed ? parsed.problems.map(({ code, location }) => `${code} ${location}`) : [];
};
const pass = { Type: 'Pass', End: true };
const schema = 'SCHEMA_VALIDATION_FAILED';
const typeSentence = 'Type must be one of [Task, Pass, Choice, Wait, Parallel, Map, Succeed, Fail]';
const invoke = 'arn:aws:states:::lambda:invoke';
const task = { Type: 'Task', Resource: invoke, End: true };
const map = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: pass } }, End: true };

test('a definition with branches inside branches is understood', () => {
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
  [
    'a bad Timestamp',
    { A: { Type: 'Wait', Timestamp: 'soon', End: true } },
    [`${schema} /States/A/Timestamp`],
  ],
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
    'another execution',
    { A: { Type: 'Task', End: true, Resource: 'arn:aws:states:::states:startExecution.sync:2' } },
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
    [`${schema} /States/A/Retry`],
  ],
  [
    'a Catch to nowhere',
    { A: { Type: 'Task', Resource: invoke, End: true, Catch: [{ ErrorEquals: ['X'], Next: 'B' }] } },
    ['MISSING_TRANSITION_TARGET /States/A/Catch[0]/Next'],
  ],
  [
    'a bad rule',
    { A: { Type: 'Choice', Choices: [{ Variable: '$.a', Next: 'A' }] } },
    [`${schema} /States/A/Choices[0]`],
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

test.each<[string, object, string, string]>([
  ['an empty list', { Type: 'Choice', Choices: [] }, 'Value must not be empty', '/Choices'],
  ['a missing field', { Type: 'Choice' }, 'This field is required', '/Choices'],
  ['a missing Type', { End: true }, typeSentence, '/Type'],
  ['an unknown Type', { Type: 'Nap' }, typeSentence, '/Type'],
  ['a field of another language', { ...pass, Assign: {} }, `Field 'Assign' is not supported`, ''],
  [
    'the older name of a field beside the new one',
    { ...map, Iterator: {} },
    `Field 'Iterator' is not supported`,
    '',
  ],
  ['a text for a number', { Type: 'Wait', Seconds: '1', End: true }, 'Value must be a number', '/Seconds'],
  ['half a second', { Type: 'Wait', Seconds: 0.5, End: true }, 'Value must be a whole number', '/Seconds'],
  ['a long timeout', { ...task, TimeoutSeconds: 1e8 }, 'Value must be at most 99999999', '/TimeoutSeconds'],
  ['a number for a text', { ...pass, Comment: 1 }, 'Value must be a string', '/Comment'],
  ['a timeout of nothing', { ...task, TimeoutSeconds: 0 }, 'Value must be at least 1', '/TimeoutSeconds'],
  ['a long name', { ...pass, Next: 'x'.repeat(81) }, 'Value must have at most 80 characters', '/Next'],
  ['an empty name', { ...pass, Next: '' }, 'Value must not be empty', '/Next'],
  [
    'another jitter',
    { ...task, Retry: [{ ErrorEquals: ['X'], JitterStrategy: 'HALF' }] },
    'Value must be one of [FULL, NONE]',
    '/Retry[0]/JitterStrategy',
  ],
  ['no list', { ...task, Retry: {} }, 'Value must be an array', '/Retry'],
])('%s is refused in the words of the language', (...[, state, message, field]) => {
  const parsed = parseDefinition(JSON.stringify({ StartAt: 'A/B', States: { 'A/B': state } }));
  const location = `/States/A~1B${field}`;
  expect(parsed).toEqual({ problems: [{ code: schema, message, location }] });
});

test('a Map may have the names that its fields had before', () => {
  const { ItemProcessor, ...rest } = map;
  const states = (A: object): string => JSON.stringify({ StartAt: 'A', States: { A } });
  const selector = { 'x.$': '$$.Map.Item.Value' };
  const today = parseDefinition(states({ ...map, ItemSelector: selector }));
  expect(parseDefinition(states({ ...rest, Iterator: ItemProcessor, Parameters: selector }))).toEqual(today);
  expect(today).toHaveProperty('program');
});

test('a name that is too long is refused', () => {
  const name = 'x'.repeat(81);
  const parsed = parseDefinition(JSON.stringify({ StartAt: 'A', States: { A: pass, [name]: pass } }));
  const message = 'A state needs a name of 1 to 80 characters';
  expect(parsed).toEqual({ problems: [{ code: schema, message, location: `/States/${name}` }] });
});

test('text that is no JSON, and a machine without states, are refused', () => {
  expect(parseDefinition('{')).toMatchObject({ problems: [{ code: 'INVALID_JSON_DESCRIPTION' }] });
  expect(problems({})).toEqual(['MISSING_TRANSITION_TARGET /StartAt']);
  expect(problems({ A: pass }, { QueryLanguage: 'JSONata' })).toEqual([`${schema} /QueryLanguage`]);
});
