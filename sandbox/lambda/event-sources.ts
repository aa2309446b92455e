import { AwsError, messageOf } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { QueueSource } from '../kernel/queue-source.ts';
import type { StreamSource } from '../kernel/stream-source.ts';
import type { EventSourceReader, ReaderDependencies } from './event-source-reader.ts';
import type { EventSourceSpec } from './event-source-spec.ts';
import type { EventSourceStore, StoredEventSource } from './event-source-store.ts';
import { trimHorizon } from './event-source-store.ts';
import { QueueReader } from './queue-reader.ts';
import { StreamReader } from './stream-reader.ts';

/** Compiles the text of an event pattern; throws AwsError where it is none. */
export type PatternCompiler = (pattern: string) => (record: unknown) => boolean;

/** What mappings read from. */
export interface EventSourceDependencies extends Pick<
  ReaderDependencies,
  'functions' | 'invoker' | 'perFunction'
> {
  readonly ground: Ground;
  readonly store: EventSourceStore;
  readonly queues?: QueueSource;
  readonly streams?: StreamSource;
  readonly compilePattern?: PatternCompiler;
}

const readActions: Readonly<Record<EventSourceSpec['source'], readonly string[]>> = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
};

/** The mappings that run: what the store says is enabled. */
export class EventSources {
  readonly #deps: EventSourceDependencies;
  readonly #running = new Map<string, { readonly text: string; readonly reader: EventSourceReader }>();
  #stopped: Promise<void>[] = [];
  #isStarted = false;

  constructor(deps: EventSourceDependencies) {
    this.#deps = deps;
  }

  /** Inside a transaction: stores a mapping and has it read from the commit on. Throws where it cannot be read. */
  put(spec: EventSourceSpec): void {
    const { store, ground } = this.#deps;
    this.#compile(spec);
    this.#sourceOf(spec);
    this.#authorize(spec);
    const latest =
      spec.startingPosition === 'LATEST' ? this.#deps.streams?.latest(spec.sourceArn) : undefined;
    const begin = latest === undefined ? trimHorizon : { ...trimHorizon, after: latest };
    store.put(spec, { now: ground.clock.now(), begin });
    this.#refreshAfterCommit();
  }

  /** Inside a transaction. */
  remove(uuid: string): void {
    this.#deps.store.remove(uuid);
    this.#refreshAfterCommit();
  }

  start(): void {
    this.#isStarted = true;
    this.#refresh();
  }

  /** Takes no further batch. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    const readers = [...this.#running.values()].map((entry) => entry.reader);
    await Promise.all([...readers.map((reader) => reader.stop()), ...this.#stopped]);
  }

  /** Resolves when no batch is with a function. */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map((entry) => entry.reader.settled()));
  }

  #refreshAfterCommit(): void {
    this.#deps.ground.store.afterCommit(() => {
      this.#refresh();
    });
  }

  /** Readers of mappings that changed are replaced; the position in a stream is in the store. */
  #refresh(): void {
    if (!this.#isStarted) return;
    const wanted = new Map(
      this.#deps.store
        .list()
        .filter((mapping) => mapping.isEnabled)
        .map((mapping) => [mapping.uuid, { mapping, text: JSON.stringify(mapping) }] as const),
    );
    for (const [uuid, { text, reader }] of this.#running) {
      if (wanted.get(uuid)?.text === text) continue;
      this.#running.delete(uuid);
      this.#stopped.push(reader.stop());
    }
    for (const [uuid, { mapping, text }] of wanted) {
      if (this.#running.has(uuid)) continue;
      const reader = this.#reader(mapping);
      this.#running.set(uuid, { text, reader });
      reader.start();
    }
  }

  #reader(mapping: StoredEventSource): EventSourceReader {
    const { queues, streams, store } = this.#deps;
    const deps = { ...this.#deps, mapping, isWanted: this.#compile(mapping) };
    if (mapping.source === 'queue' && queues !== undefined) return new QueueReader(deps, queues);
    if (mapping.source === 'stream' && streams !== undefined) return new StreamReader(deps, streams, store);
    throw unsupported(`event source ${mapping.sourceArn}`);
  }

  #sourceOf(spec: EventSourceSpec): void {
    const source = spec.source === 'queue' ? this.#deps.queues : this.#deps.streams;
    if (source === undefined) throw unsupported(`event source ${spec.sourceArn}`);
  }

  /** A mapping reads with the role of its function. */
  #authorize({ functionName, source, sourceArn }: EventSourceSpec): void {
    const { ground, functions } = this.#deps;
    const target = functions.find(functionName);
    try {
      ground.authorize(
        { principal: target.role, sourceArn: target.arn },
        readActions[source].map((action) => ({ action, resource: sourceArn })),
      );
    } catch (thrown) {
      throw cannotRead(messageOf(thrown));
    }
  }

  #compile({ filters }: EventSourceSpec): (record: unknown) => boolean {
    const { compilePattern } = this.#deps;
    if (filters.length === 0) return () => true;
    if (compilePattern === undefined) throw unsupported('FilterCriteria');
    const tests = filters.map(compilePattern);
    return (record) => tests.some((test) => test(record));
  }
}

function cannotRead(why: string): AwsError {
  const message = `The function execution role does not have permissions to read the event source: ${why}`;
  return new AwsError('InvalidParameterValueException', message, { details: { Type: 'User' } });
}

function unsupported(what: string): AwsError {
  return new AwsError('InvalidParameterValueException', `${what}: not supported by this sandbox`, {
    details: { Type: 'User' },
  });
}
