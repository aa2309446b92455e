import type { Cancel } from '../../kernel/clock.ts';
import type { ClockLife } from '../../kernel/virtual-clock.ts';

/** Code that neither calls nor ends for this long (real ms) waits for something that only time can bring. */
const patienceMs = 2_000;

/**
 * Whether the code of one invocation is at work right now. While it is, the virtual clock is held, so that nothing else
 * happens; while it waits for the sandbox, it is not.
 */
export class Presence {
  readonly #clock: ClockLife['clock'];
  #waits = 0;
  #isInside = false;
  #isCutOff = false;
  #release: Cancel | undefined;

  constructor(clock: ClockLife['clock']) {
    this.#clock = clock;
  }

  /** The code begins. */
  enter(): void {
    this.#isInside = true;
    this.#hold();
  }

  /** The code has ended. */
  leave(): void {
    this.#isInside = false;
    this.#letGo();
  }

  /** What the code waits for never comes: it stands still for good. */
  cutOff(): void {
    this.#isCutOff = true;
    this.#letGo();
  }

  /** The code asks the sandbox for something. The answer comes in a turn of its own, after which nothing else happens until the code waits again. */
  during<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    this.#waits += 1;
    this.#letGo();
    return new Promise((resolve, reject) => {
      const goOn = (settle: () => void): void => {
        this.#clock.soon(() => {
          if (this.#isCutOff) return;
          this.#waits -= 1;
          if (this.#waits === 0 && this.#isInside) this.#hold();
          settle();
        });
      };
      ask().then(
        (answer) => {
          goOn(() => {
            resolve(answer);
          });
        },
        (thrown: unknown) => {
          goOn(() => {
            reject(thrown);
          });
        },
      );
    });
  }

  #hold(): void {
    if (this.#isCutOff) return;
    const release = this.#clock.hold();
    this.#release = release;
    setImmediate(() => {
      // By now the code has called, ended, or waits for something of the machine's own.
      if (this.#release === release) setTimeout(release, patienceMs).unref();
    });
  }

  #letGo(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
