import type { LogMessage } from '../kernel/log-sink.ts';

/** What a function has written since it was last asked for, as lines. */
export class OutputLines {
  #lines: LogMessage[] = [];
  #rest = '';

  /** @param at when it was written (epoch ms) */
  write(text: string, at: number): void {
    // What has no end yet is not looked at again: a function may write its line letter by letter.
    const end = text.lastIndexOf('\n');
    const whole = end < 0 ? [] : (this.#rest + text.slice(0, end)).split('\n');
    this.#rest = end < 0 ? this.#rest + text : text.slice(end + 1);
    for (const line of whole) if (line !== '') this.#lines.push({ at, message: `${line}\n` });
  }

  /** Gives the lines away; a last one without its end counts. */
  take(at: number): readonly LogMessage[] {
    this.write('\n', at);
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
