import type { PumpNext } from '../kernel/pump.ts';
import type { PolledMessage, QueueSource } from '../kernel/queue-source.ts';
import { failedItems } from './batch-response.ts';
import { EventSourceReader } from './event-source-reader.ts';
import type { ReaderDependencies } from './event-source-reader.ts';
import { filteredView, sqsRecord } from './sqs-record.ts';

/** Messages that one poll takes at most, as ReceiveMessage does. */
const pollSize = 10;
/** A batch is closed before its event outgrows what a function may be sent. */
const largestBatchBytes = 6_000_000;

/**
 * Reads a queue for a function: leases messages, hands them over in batches, deletes what was handled. What failed is
 * left to its visibility timeout and so to the queue's redrive policy.
 */
export class QueueReader extends EventSourceReader {
  readonly #deps: ReaderDependencies;
  readonly #queues: QueueSource;
  #gathered: PolledMessage[] = [];
  #gatheredSince = 0;
  #isStopping = false;

  constructor(deps: ReaderDependencies, queues: QueueSource) {
    super(deps);
    this.#deps = deps;
    this.#queues = queues;
  }

  protected override listen(wake: () => void): () => void {
    return this.#queues.onMessage(this.#deps.mapping.sourceArn, wake);
  }

  /** Gives back what was gathered and not handed to the function. */
  override async stop(): Promise<void> {
    this.#isStopping = true;
    await super.stop();
    await this.#giveBack(this.#gathered.splice(0));
  }

  protected override async turn(): Promise<PumpNext> {
    const { ground, mapping, perFunction } = this.#deps;
    if (this.underWay >= Math.min(mapping.maximumConcurrency ?? Infinity, perFunction)) return 'idle';
    const room = mapping.batchSize - this.#gathered.length;
    if (room > 0 && this.#queues.hasVisible(mapping.sourceArn)) {
      const found = await this.#poll(Math.min(room, pollSize));
      if (found > 0) return 'again';
    }
    if (this.#gathered.length === 0) return 'idle';
    const windowEnd = this.#gatheredSince + mapping.windowSeconds * 1_000;
    if (this.#gathered.length < mapping.batchSize && windowEnd > ground.clock.now()) return { at: windowEnd };
    this.follow(this.#process(this.#takeBatch()));
    return 'again';
  }

  /** Leases messages and drops those that no filter wants, in one transaction; the number of leased ones. */
  async #poll(max: number): Promise<number> {
    const { ground, mapping, isWanted } = this.#deps;
    const queueArn = mapping.sourceArn;
    const leased = await ground.store.write(() => {
      const messages = this.#queues.poll(queueArn, { max });
      const wanted = messages.filter((message) => isWanted(filteredView(this.#record(message))));
      const unwanted = messages.filter((message) => !wanted.includes(message));
      if (unwanted.length > 0) this.#queues.remove(queueArn, handlesOf(unwanted));
      return { wanted, count: messages.length };
    });
    if (this.#gathered.length === 0) this.#gatheredSince = ground.clock.now();
    this.#gathered.push(...leased.wanted);
    return leased.count;
  }

  #takeBatch(): readonly PolledMessage[] {
    let bytes = 0;
    const end = this.#gathered.findIndex((message, index) => {
      bytes += message.body.length;
      return index > 0 && bytes > largestBatchBytes;
    });
    return this.#gathered.splice(0, end < 0 ? this.#deps.mapping.batchSize : end);
  }

  async #process(batch: readonly PolledMessage[]): Promise<void> {
    const { ground, mapping, functions, invoker } = this.#deps;
    const result = await invoker.invoke({
      target: functions.find(mapping.functionName),
      payload: JSON.stringify({ Records: batch.map((message) => this.#record(message)) }),
      links: batch.flatMap((message) => message.traceHeader ?? []),
    });
    const ids = batch.map((message) => message.messageId);
    const failed = new Set(failedItems(result, ids, mapping.reportsItemFailures));
    const handled = batch.filter((message) => !failed.has(message.messageId));
    if (handled.length > 0) {
      await ground.store.write(() => {
        this.#queues.remove(mapping.sourceArn, handlesOf(handled));
      });
    }
    if (this.#isStopping) await this.#giveBack(batch.filter((message) => failed.has(message.messageId)));
  }

  async #giveBack(messages: readonly PolledMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.#deps.ground.store.write(() => {
      this.#queues.giveBack(this.#deps.mapping.sourceArn, handlesOf(messages));
    });
  }

  #record(message: PolledMessage): Readonly<Record<string, unknown>> {
    const { mapping, ground } = this.#deps;
    return sqsRecord(message, { queueArn: mapping.sourceArn, region: ground.place.region });
  }
}

function handlesOf(messages: readonly PolledMessage[]): readonly string[] {
  return messages.map((message) => message.receiptHandle);
}
