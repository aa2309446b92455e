import { describe, expect, it } from 'vitest';
import {
  businessErrorNames,
  permanentErrorNames,
  taskErrorNames,
  transientErrorNames,
} from '../../src/contracts/tasks/error-names.ts';
import { at, listOf, resource, resourcesOf, short } from './load-template.ts';
import {
  functionOf,
  loadWorkflow,
  targetsOf,
  workflowText,
  type State,
  type Workflow,
} from './load-workflow.ts';
import { problemsOf, type Surroundings } from './workflow-rules.ts';

const machine = resource('OrderWorkflow').Properties;
const substitutions = Object.entries(machine['DefinitionSubstitutions'] ?? {});

const around: Surroundings = {
  functionTimeouts: new Map(
    substitutions.flatMap(([name, value]) => {
      const [logicalId = ''] = short(value).split('.');
      const timeout = logicalId.endsWith('Function') ? resource(logicalId).Properties['Timeout'] : undefined;
      return typeof timeout === 'number' ? [[name, timeout] as const] : [];
    }),
  ),
  neverRetried: new Set<string>([...businessErrorNames, ...permanentErrorNames]),
};

const states = Object.entries(loadWorkflow().States);
const state = (name: string): State => {
  const found = loadWorkflow().States[name];
  if (found === undefined) throw new Error(`no state ${name}`);
  return found;
};
const afterError = (name: string, error: string): string | undefined =>
  state(name).Catch?.find(
    (each) => each.ErrorEquals.includes(error) || each.ErrorEquals.includes('States.ALL'),
  )?.Next;

describe('the workflow definition', () => {
  it('breaks none of the rules', () => {
    expect(problemsOf(loadWorkflow(), around)).toEqual([]);
  });

  it.each<[string, (workflow: Workflow) => Workflow, RegExp]>([
    [
      'a target that does not exist',
      (it) => edited(it, 'ProcessPayment', { Next: 'Nowhere' }),
      /no state Nowhere/,
    ],
    [
      'a state nobody leads to',
      (it) => edited(it, 'ProcessPayment', { Next: 'OrderCompleted' }),
      /unreachable/,
    ],
    ['a state without an end', (it) => edited(it, 'OrderCompleted', { Type: 'Pass' }), /leads nowhere/],
    ['no machine timeout', ({ StartAt, States }) => ({ StartAt, States }), /^no TimeoutSeconds/],
    ['JSONata', (it) => ({ ...it, QueryLanguage: 'JSONata' }), /JSONPath/],
    [
      'a task timeout that cuts the function off',
      (it) => edited(it, 'FailOrder', { TimeoutSeconds: 10 }),
      /10 s/,
    ],
    ['a task timeout far above', (it) => edited(it, 'FailOrder', { TimeoutSeconds: 60 }), /10 s/],
    ['no jitter', (it) => retrying(it, { JitterStrategy: 'NONE' }), /jitter/],
    [
      'a decline that is retried',
      (it) => retrying(it, { ErrorEquals: ['PaymentDeclined'] }),
      /final error is retried/,
    ],
    ['a refusal left to States.ALL', (it) => edited(it, 'ProcessPayment', { Retry: [] }), /would be retried/],
    ['no Catch', (it) => edited(it, 'ProcessPayment', { Catch: [] }), /last catcher/],
    [
      'a result that replaces the ids',
      (it) => edited(it, 'FailOrder', { ResultPath: undefined }),
      /replace the ids/,
    ],
  ])('is refused with %s', (_, plant, problem) => {
    expect(problemsOf(plant(loadWorkflow()), around).join('\n')).toMatch(problem);
  });

  it('lets only ids travel (F37)', () => {
    for (const [, each] of states.filter(([, one]) => functionOf(one) !== undefined)) {
      expect(Object.keys(each.Parameters?.['Payload'] ?? {})).toEqual(
        expect.arrayContaining(['orderId.$', 'createdAt.$', 'runId.$']),
      );
    }
    expect(workflowText).not.toMatch(/customer|email|Cause\.|\$\.failure\.Cause/);
  });
});

describe('what follows a failure', () => {
  it.each([
    ['ValidateOrder', 'OrderNotFound', 'UnknownOrder'],
    ['ValidateOrder', 'OrderAlreadyEnded', 'NothingToDo'],
    ['ValidateOrder', 'OwnedByAnotherRun', 'NothingToDo'],
    ['ValidateOrder', 'StockUnavailable', 'FenceRefusedOrder'],
    ['ValidateOrder', 'PriceMismatch', 'FenceRefusedOrder'],
    ['ValidateOrder', 'Sandbox.Timedout', 'FenceFaultyOrder'],
    ['ProcessPayment', 'PaymentDeclined', 'FenceRefusedOrder'],
    ['ProcessPayment', 'PaymentUnavailable', 'FenceFaultyOrder'],
    ['ProcessPayment', 'Lambda.Unknown', 'FenceFaultyOrder'],
    ['UpdateInventory', 'WriteConflict', 'FenceFaultyOrder'],
    ['FenceRefusedOrder', 'OrderAlreadyCompleted', 'SendNotification'],
    ['FenceFaultyOrder', 'OrderAlreadyCompleted', 'SendNotification'],
    ['FenceFaultyOrder', 'DependencyUnavailable', 'NotCompensated'],
    ['RefundPayment', 'PaymentUnavailable', 'RefundNotConfirmed'],
    ['FailOrder', 'DependencyUnavailable', 'NotCompensated'],
    ['SendNotification', 'States.Timeout', 'NoticeNotSent'],
    ['SendFailureNotification', 'States.Timeout', 'NoticeNotSent'],
    ['CloseCompletedOrder', 'States.Timeout', 'OrderCompleted'],
  ])('of %s with %s is %s', (name, error, next) => {
    expect(afterError(name, error)).toBe(next);
  });

  it('is never a refund or a failed order without the fence', () => {
    const before = (target: string): string[] =>
      states.filter(([, each]) => targetsOf(each).includes(target)).map(([name]) => name);
    expect(before('RefundPayment')).toEqual(['FenceFaultyOrder']);
    expect(before('FailOrder')).toEqual(['FenceRefusedOrder', 'RefundPayment']);
  });

  it.each(Object.entries(taskErrorNames))(
    'of %s is decided for every error that it throws',
    (task, errors) => {
      const name = taskStates(task);
      const never = name.flatMap((each) => each.Retry?.[0]?.ErrorEquals ?? []);
      const isFinal = (error: string): boolean => around.neverRetried.has(error);
      expect(never).toEqual(expect.arrayContaining([...errors.filter(isFinal), ...permanentErrorNames]));
      expect(never.filter((error) => transientErrorNames.some((transient) => transient === error))).toEqual(
        [],
      );
    },
  );

  it('is matched by names that the tasks really have', () => {
    const known = new Set<string>([...businessErrorNames, ...transientErrorNames, ...permanentErrorNames]);
    const matched = states.flatMap(([, each]) => [...(each.Retry ?? []), ...(each.Catch ?? [])]);
    const own = matched
      .flatMap((each) => each.ErrorEquals)
      .filter((error) => !/^(States|Lambda)\./.test(error));
    expect(own.filter((error) => !known.has(error))).toEqual([]);
  });

  it('gives payment three tries, our own steps six and the refund many', () => {
    const tries = (name: string): number => (state(name).Retry?.at(-1)?.MaxAttempts ?? 0) + 1;
    expect(tries('ProcessPayment')).toBe(3);
    expect(['ValidateOrder', 'UpdateInventory', 'FenceFaultyOrder', 'FailOrder'].map(tries)).toEqual([
      6, 6, 6, 6,
    ]);
    expect(tries('RefundPayment')).toBeGreaterThan(10);
  });
});

describe('the state machine in the template', () => {
  it('is substituted completely, and nothing else is', () => {
    const used = [...workflowText.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(substitutions.map(([name]) => name).sort()).toEqual([...new Set(used)].sort());
    expect(at(machine, 'DefinitionUri')).toBe('infrastructure/order-workflow.asl.json');
  });

  it('may call its own functions, topic and table, and nothing else', () => {
    const statements = listOf(
      at(resource('OrderWorkflowRole').Properties, 'Policies.0.PolicyDocument.Statement'),
    );
    const callable = statements
      .filter((statement) => short(at(statement, 'Action')).match(/lambda|sns|dynamodb/))
      .flatMap((statement) => listOf(at(statement, 'Resource')).map(short));
    const named = substitutions.map(([, value]) => short(value).replace(/^OrdersTable$/, 'OrdersTable.Arn'));
    expect(callable.sort()).toEqual(named.sort());
  });

  it('is a Standard one that traces and logs errors without data', () => {
    expect(machine['Type']).toBe('STANDARD');
    expect(at(machine, 'Tracing.Enabled')).toBe(true);
    expect(at(machine, 'Logging.IncludeExecutionData')).toBe(false);
  });

  it('is started by order-processing and by nobody else', () => {
    const starters = resourcesOf('AWS::IAM::Role').filter(([, role]) =>
      JSON.stringify(role.Properties).includes('states:StartExecution'),
    );
    expect(starters.map(([name]) => name)).toEqual(['OrderProcessingRole']);
  });
});

/** The states that run a task, e.g. both fences for `fence-order`. */
function taskStates(task: string): State[] {
  const substitution = `${task.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}FunctionArn`;
  const found = states.map(([, each]) => each).filter((each) => functionOf(each) === substitution);
  if (found.length === 0) throw new Error(`no state runs ${task}`);
  return found;
}

type Change = { readonly [Field in keyof State]?: State[Field] | undefined };

function edited(workflow: Workflow, name: string, change: Change): Workflow {
  const planted = { ...workflow.States[name], ...change } as State; // a fault may leave required fields out
  return { ...workflow, States: { ...workflow.States, [name]: planted } };
}

const retrying = (workflow: Workflow, change: object): Workflow =>
  edited(workflow, 'ProcessPayment', {
    Retry: (state('ProcessPayment').Retry ?? []).map((each) =>
      each.MaxAttempts === 0 ? each : { ...each, ...change },
    ),
  });
