import { parse } from 'yaml';
import { messageOf } from '../../kernel/errors.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import type { TemplateFiles } from '../template-files.ts';
import { TemplateError } from '../template-error.ts';
import { eventsOf, ruleEvent } from './event.ts';
import type { SamEvent } from './event.ts';
import { beside, getAtt, main, policy, ref, renamed, tagList, unsupported } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';
import { executionRole, trust } from './role.ts';

const names = {
  Name: 'StateMachineName',
  Type: 'StateMachineType',
  Logging: 'LoggingConfiguration',
  Tracing: 'TracingConfiguration',
  DefinitionSubstitutions: 'DefinitionSubstitutions',
};
const translated = ['Definition', 'DefinitionUri', 'Role', 'Policies', 'Tags', 'Events'];

/** AWS::Serverless::StateMachine → AWS::StepFunctions::StateMachine with its role and the rules that start it. */
export function expandStateMachine(resource: SamResource, files: TemplateFiles): Generated[] {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  onlyKeys(properties, [...Object.keys(names), ...translated], at);
  const { Role: role, Tracing: tracing } = properties;
  const machine = main(resource, 'AWS::StepFunctions::StateMachine', {
    ...renamed(properties, names),
    ...tagList(properties['Tags']),
    DefinitionString: definitionOf(properties, files, at),
    RoleArn: role ?? getAtt(`${logicalId}Role`, 'Arn'),
  });
  const traced = tracing !== undefined && asObject(tracing, `${at}.Tracing`)['Enabled'] === true;
  const own = executionRole(resource, {
    service: 'states.amazonaws.com',
    managed: traced ? ['AWSXrayWriteOnlyAccess'] : [],
    inline: [],
  });
  return [machine, ...(role === undefined ? [own] : []), ...eventsOf(resource).flatMap(startingRule)];
}

function definitionOf(properties: JsonObject, files: TemplateFiles, at: string): Json {
  const { Definition: inline, DefinitionUri: uri } = properties;
  if (inline !== undefined && uri === undefined) return { 'Fn::ToJsonString': inline };
  if (typeof uri !== 'string' || inline !== undefined) {
    throw new TemplateError(at, "specify either 'Definition' or 'DefinitionUri', a path beside the template");
  }
  const path = files.resolve(uri);
  if (!files.exists(path))
    throw new TemplateError(`${at}.DefinitionUri`, `there is no ${uri} beside the template`);
  const text = files.read(path);
  return /\.ya?ml$/.test(uri) ? fromYaml(text, `${at}.DefinitionUri`) : text;
}

/** Definitions may be YAML, which Step Functions takes from a file alone. */
function fromYaml(text: string, at: string): string {
  try {
    return JSON.stringify(parse(text));
  } catch (thrown) {
    throw new TemplateError(at, messageOf(thrown).split('\n', 1).join());
  }
}

function startingRule(event: SamEvent): Generated[] {
  const { resource, id } = event;
  const { Role: role, ...properties } = event.properties;
  const machine = ref(resource.logicalId);
  const rule = ruleEvent(
    { ...event, properties },
    { Arn: machine, Id: `${id}StepFunctionsTarget`, RoleArn: role ?? getAtt(`${id}Role`, 'Arn') },
  );
  if (rule === undefined) throw unsupported(event.at, `the event type ${event.type}`);
  const ownRole = beside(resource, `${id}Role`, {
    type: 'AWS::IAM::Role',
    properties: {
      AssumeRolePolicyDocument: trust('events.amazonaws.com'),
      Policies: [policy(`${id}RoleStartExecutionPolicy`, 'states:StartExecution', machine)],
    },
  });
  return role === undefined ? [rule, ownRole] : [rule];
}
