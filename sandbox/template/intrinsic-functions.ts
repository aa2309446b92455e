import type { Json } from '../kernel/json.ts';
import { cidr } from './cidr.ts';
import { conditionFunctions } from './condition-functions.ts';
import type { Evaluation, IntrinsicFunction } from './evaluation.ts';
import { asList, asObject, asText, member } from './shape.ts';
import { sub, targetOf } from './sub.ts';
import { TemplateError } from './template-error.ts';

/** Every intrinsic function by its long name. */
export const intrinsicFunctions: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['Ref', (name, { scope, at }) => scope.ref(asText(name, at), at)],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::FindInMap', findInMap],
  ['Fn::Base64', (argument, run) => Buffer.from(textArgument(argument, run)).toString('base64')],
  ['Fn::Cidr', cidr],
  ['Fn::GetAZs', getAzs],
  ['Fn::ImportValue', importValue],
  ['Fn::Length', (argument, run) => asList(run.value(argument) ?? '', run.at).length],
  ['Fn::ToJsonString', (argument, run) => JSON.stringify(run.value(argument) ?? {})],
  ...conditionFunctions,
]);

function getAtt(argument: Json, run: Evaluation): Json {
  if (typeof argument === 'string') return run.scope.attribute(targetOf(argument, run.at), run.at);
  const [logicalId = '', attribute = ''] = asList(argument, run.at);
  // Only the attribute's name may be computed (a Ref to a parameter), as AWS documents it.
  const target = { logicalId: asText(logicalId, run.at), attribute: textArgument(attribute, run) };
  return run.scope.attribute(target, run.at);
}

function join(argument: Json, run: Evaluation): string {
  const [delimiter = '', items = []] = asList(argument, run.at);
  return asList(run.value(items) ?? [], run.at)
    .map((item) => asText(item, run.at))
    .join(asText(delimiter, run.at));
}

function select(argument: Json, run: Evaluation): Json {
  const [position = '', items = []] = asList(argument, run.at);
  const index = Number(textArgument(position, run));
  const chosen = asList(run.value(items) ?? [], run.at)[index];
  if (chosen === undefined) throw new TemplateError(run.at, `Fn::Select finds nothing at ${String(index)}`);
  return chosen;
}

function split(argument: Json, run: Evaluation): Json {
  const [delimiter = '', text = ''] = asList(argument, run.at);
  const separator = asText(delimiter, run.at);
  if (separator === '') throw new TemplateError(run.at, 'Fn::Split needs a delimiter');
  return textArgument(text, run).split(separator);
}

/** `Fn::FindInMap`, with the `DefaultValue` of AWS::LanguageExtensions. */
function findInMap(argument: Json, run: Evaluation): Json | undefined {
  const [map = '', top = '', second = '', options = {}] = asList(argument, run.at);
  const keys = [map, top, second].map((key) => asText(run.value(key) ?? '', run.at));
  let found: Json | undefined = run.scope.mappings;
  for (const key of keys) found = found === undefined ? undefined : member(asObject(found, run.at), key);
  if (found !== undefined) return found;
  const fallback = member(asObject(options, run.at), 'DefaultValue');
  if (fallback !== undefined) return run.value(fallback);
  throw new TemplateError(run.at, `Mappings.${keys.join('.')} does not exist`);
}

function getAzs(argument: Json, run: Evaluation): Json {
  const region = textArgument(argument, run) || run.scope.place.region;
  return ['a', 'b', 'c'].map((zone) => region + zone);
}

function importValue(argument: Json, run: Evaluation): never {
  const name = textArgument(argument, run);
  throw new TemplateError(run.at, `no export named ${name} found: the sandbox runs one stack`);
}

function textArgument(argument: Json, run: Evaluation): string {
  return asText(run.value(argument) ?? '', run.at);
}
