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

/** Reads what a placeholder stands for. */
type Reader = (record: unknown, now: number) => unknown;

function bodyOf(spec: PipeSpec, names: PipeNames): Body {
  const text = spec.TargetParameters?.InputTemplate;
  if (text === undefined) return (record) => JSON.stringify(record);
  const template = compileTemplate(text);
  const readers = new Map<string, Reader>([
    ['aws.pipes.pipe-arn', () => names.arn],
    ['aws.pipes.pipe-name', () => names.name],
    ['aws.pipes.source-arn', () => spec.Source],
    ['aws.pipes.target-arn', () => spec.Target],
    ['aws.pipes.event', (record) => record],
    ['aws.pipes.event.json', (record) => record],
    ['aws.pipes.event.ingestion-time', (_record, now) => new Date(now).toISOString()],
  ]);
  for (const name of template.names) {
    if (name.startsWith('$')) readers.set(name, compilePath(name));
    else if (!readers.has(name)) {
      throw new AwsError('ValidationException', `InputTemplate: unknown placeholder <${name}>.`);
    }
  }
  return (record, now) => template.fill((name) => readers.get(name)?.(record, now));
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
