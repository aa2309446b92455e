import { at, listOf, resource, short, type Resource, type Value } from './load-template.ts';

/** One statement of a role, as text; `when` is the condition under which the template includes it. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly when?: string;
}

/** Every statement of a role's inline policies. */
export function statementsOf(role: Resource): Statement[] {
  return listOf(role.Properties['Policies'])
    .flatMap((policy) => listOf(at(policy, 'PolicyDocument.Statement')))
    .map((value) => {
      const when = at(value, 'Fn::If.0');
      return typeof when === 'string' ? { ...statement(at(value, 'Fn::If.1')), when } : statement(value);
    });
}

/** What a role allows: `action on resource`, conditional ones with ` if Condition`, sorted. */
export const rightsOf = (role: Resource): string[] =>
  statementsOf(role)
    .filter((each) => each.effect === 'Allow')
    .flatMap((each) =>
      each.actions.flatMap((action) =>
        each.resources.map((on) => `${action} on ${on}${each.when === undefined ? '' : ` if ${each.when}`}`),
      ),
    )
    .sort();

/** `order-creation` → `OrderCreation`, the stem of the function's logical ids. */
export const stemOf = (functionName: string): string =>
  functionName.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

export const roleOf = (functionName: string): Resource => resource(`${stemOf(functionName)}Role`);

const statement = (value: Value): Statement => ({
  effect: short(at(value, 'Effect')),
  actions: listOf(at(value, 'Action')).map(short),
  resources: listOf(at(value, 'Resource')).map(short),
});
