import { compilePath } from '../kernel/event-language/event-path.ts';
import { compileTemplate } from '../kernel/event-language/input-template.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';
import { AwsError } from '../kernel/errors.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { parseArn } from '../kernel/place.ts';
import type { PipeSpec } from './pipe-spec.ts';

/** A pipe's filters and templates, taken apart once. */
export interface CompiledPipe {
  /** Whether the record passes one of the filters, or there are none. */
  readonly passes: (record: unknown) => boolean;
  /** The message for the target. @throws AwsError where a bus would refuse it */
  readonly message: (record: unknown, now: number) => string;
}

/** What a template may name besides the record. */
interface PipeNames {
  readonly arn: string;
  readonly name: string;
}

/** Compiles a pipe; throws AwsError where a pattern or a path is malformed. */
export function compilePipe(spec: PipeSpec, names: PipeNames): CompiledPipe {
  const filters = (spec.SourceParameters.FilterCriteria?.Filters ?? []).map(({ Pattern }) =>
    compilePattern(Pattern, 'pipe'),
  );
  const body = bodyOf(spec, names);
  const toBus = parseArn(spec.Target)?.service === 'events';
  return {
    passes: (record) => filters.length === 0 || filters.some((test) => test(record)),
    message: toBus ? eventOf(spec, names.name, body) : body,
  };
}

type Body = CompiledPipe['message'];

function bodyOf(spec: PipeSpec, names: PipeNames): Body {
  const text = spec.TargetParameters?.InputTemplate;
  if (text === undefined) return (record) => JSON.stringify(record);
  const template = compileTemplate(text);
  const readers = new Map(
    template.names.map((name) => [
      name,
      name.startsWith('$') ? compilePath(name) : reserved(name, spec, names),
    ]),
  );
  return (record, now) =>
    template.fill((name) => {
      const read = readers.get(name);
      return name === 'aws.pipes.event.ingestion-time' ? new Date(now).toISOString() : read?.(record);
    });
}

function reserved(name: string, spec: PipeSpec, names: PipeNames): (record: unknown) => unknown {
  switch (name) {
    case 'aws.pipes.pipe-arn':
      return () => names.arn;
    case 'aws.pipes.pipe-name':
      return () => names.name;
    case 'aws.pipes.source-arn':
      return () => spec.Source;
    case 'aws.pipes.target-arn':
      return () => spec.Target;
    case 'aws.pipes.event':
    case 'aws.pipes.event.json':
      return (record) => record;
    case 'aws.pipes.event.ingestion-time':
      return () => undefined;
    default:
      throw new AwsError('ValidationException', `InputTemplate: unknown placeholder <${name}>.`);
  }
}

/** The body becomes the detail of an event; Source and the like may be paths into the record. */
function eventOf(spec: PipeSpec, pipeName: string, body: Body): Body {
  const parameters = spec.TargetParameters?.EventBridgeEventBusParameters ?? {};
  const source = dynamic(parameters.Source ?? `Pipe ${pipeName}`);
  const detailType = dynamic(parameters.DetailType ?? 'Event from aws:dynamodb');
  const resources = (parameters.Resources ?? []).map(dynamic);
  return (record, now) => {
    const detail = parseJson(body(record, now));
    if (!isObject(detail)) throw new AwsError('MalformedDetail', 'Detail is malformed.');
    return JSON.stringify({
      source: source(record),
      'detail-type': detailType(record),
      resources: resources.map((read) => read(record)),
      detail,
    });
  };
}

function dynamic(text: string): (record: unknown) => unknown {
  return text.startsWith('$.') ? compilePath(text) : () => text;
}
