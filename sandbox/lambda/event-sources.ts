import { AwsError, messageOf } from '../kernel/errors.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';
import type { QueueSource } from '../kernel/queue-source.ts';
import type { StreamSource } from '../kernel/stream-source.ts';
import type { EventSourceReader, ReaderDependencies } from './event-source-reader.ts';
import type { EventSource, EventSourceStore } from './event-source-store.ts';
import { QueueReader } from './queue-reader.ts';
import { StreamReader } from './stream-reader.ts';

/** What mappings are made of. */
export interface EventSourceDependencies extends Omit<ReaderDependencies, 'mapping' | 'isWanted'> {
  readonly store: EventSourceStore;
  readonly queues?: QueueSource;
  readonly streams?: StreamSource;
}

const readActions: Readonly<Record<EventSource['source'], readonly string[]>> = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
};

/** The mappings that run: what the store says is enabled. */
export class EventSources {
  readonly #deps: EventSourceDependencies;
  /** By the text of their mapping, so that a changed mapping gets a new one. */
  readonly #running = new Map<string, EventSourceReader>();
  readonly #stopping: EventSourceReader[] = [];
  #isStarted = false;

  constructor(deps: EventSourceDependencies) {
    this.#deps = deps;
  }

  /** Inside a transaction: stores a mapping and has it read from the commit on. Throws where it cannot be read. */
  put(mapping: EventSource): void {
    const { store, streams } = this.#deps;
    this.#authorize(mapping);
    this.#reader(mapping);
    store.put(
      mapping,
      mapping.startingPosition === 'LATEST' ? streams?.latest(mapping.sourceArn) : undefined,
    );
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
    await Promise.all(this.#readers().map((reader) => reader.stop()));
  }

  /** Resolves when no batch is with a function. */
  async settled(): Promise<void> {
    await Promise.all(this.#readers().map((reader) => reader.settled()));
  }

  #readers(): readonly EventSourceReader[] {
    return [...this.#running.values(), ...this.#stopping];
  }

  #refreshAfterCommit(): void {
    this.#deps.ground.store.afterCommit(() => {
      this.#refresh();
    });
  }

  /** Readers of mappings that changed are replaced; the position in a stream is in the store. */
  #refresh(): void {
    if (!this.#isStarted) return;
    const { ground, store } = this.#deps;
    const enabled = store.list().filter((mapping) => mapping.isEnabled);
    const wanted = new Map(enabled.map((mapping) => [JSON.stringify(mapping), mapping]));
    for (const [text, reader] of this.#running) {
      if (wanted.has(text)) continue;
      this.#running.delete(text);
      this.#stopping.push(reader);
      reader.stop().catch((thrown: unknown) => {
        ground.report('event source that stops', thrown);
      });
    }
    for (const [text, mapping] of wanted) {
      if (this.#running.has(text)) continue;
      const reader = this.#reader(mapping);
      this.#running.set(text, reader);
      reader.start();
    }
  }

  /** A reader at rest. */
  #reader(mapping: EventSource): EventSourceReader {
    const { queues, streams, store } = this.#deps;
    const tests = mapping.filters.map((pattern) => compilePattern(pattern, 'pipe'));
    const isWanted = (record: unknown): boolean => tests.length === 0 || tests.some((test) => test(record));
    const deps = { ...this.#deps, mapping, isWanted };
    if (mapping.source === 'queue' && queues !== undefined) return new QueueReader(deps, queues);
    if (mapping.source === 'stream' && streams !== undefined) return new StreamReader(deps, streams, store);
    throw refused(`event source ${mapping.sourceArn}: not supported by this sandbox`);
  }

  /** A mapping reads with the role of its function. */
  #authorize({ functionName, source, sourceArn }: EventSource): void {
    const { ground, functions } = this.#deps;
    const target = functions.find(functionName);
    try {
      ground.authorize(
        { principal: target.role, sourceArn: target.arn },
        readActions[source].map((action) => ({ action, resource: sourceArn })),
      );
    } catch (thrown) {
      throw refused(
        `The function execution role does not have permissions to read the event source: ${messageOf(thrown)}`,
      );
    }
  }
}

function refused(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { details: { Type: 'User' } });
}
