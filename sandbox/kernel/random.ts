import { randomBytes, randomFillSync } from 'node:crypto';

/** The only source of chance in the sandbox: ids, jitter, order of delivery. */
export interface Random {
  /** Uniform in [0, 1). */
  fraction(): number;
  /** Uniform whole number in [0, limit). */
  below(limit: number): number;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

/** The operating system is asked for so many words at a time: each question costs a system call. */
const wordsAtOnce = 1_024;

/** Unpredictable; for running the sandbox. */
export function systemRandom(): Random {
  const words = new Uint32Array(wordsAtOnce);
  let used = wordsAtOnce;
  return fromWords(() => {
    if (used === wordsAtOnce) {
      randomFillSync(words);
      used = 0;
    }
    used += 1;
    return words[used - 1] ?? 0;
  });
}

/** The same seed gives the same sequence; for replaying a run. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: one 32-bit word of state, passes the usual statistical batteries.
  return fromWords(() => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  });
}

/** An API key or secret that must not be guessed even in a seeded run. */
export function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function fromWords(word: () => number): Random {
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += word().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return {
    fraction: () => word() / 2 ** 32,
    below: (limit) => Math.floor((word() / 2 ** 32) * limit),
    hex,
    uuid: () => {
      const digits = hex(32);
      const variant = '89ab'[word() % 4] ?? '8';
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20, 32),
      ].join('-');
    },
  };
}
