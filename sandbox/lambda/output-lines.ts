import type { LogMessage } from '../kernel/log-sink.ts';

/** What a function has written since it was last asked for, as lines. */
export class OutputLines {
  #lines: LogMessage[] = [];
  #rest = '';

  /** @param at when it was written (epoch ms) */
  write(text: string, at: number): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.#lines.push({ at, message: `${line}\n` });
  }

  /** Gives the lines away; a last one without its end counts. */
  take(at: number): readonly LogMessage[] {
    this.write('\n', at);
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
