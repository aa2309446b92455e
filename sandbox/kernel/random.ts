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
  /** So many random bytes as base64url: an API key or the like. Not to be guessed, unless a replay asked for it. */
  secret(bytes: number): string;
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

/** The same seed gives the same sequence; secrets stay secret unless `secrets` says that nobody can reach the run. */
export function seededRandom(seed: number, secrets: 'unpredictable' | 'seeded' = 'unpredictable'): Random {
  let state = seed >>> 0;
  // mulberry32: one 32-bit word of state, passes the usual statistical batteries.
  const random = fromWords(() => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  });
  const seeded = (bytes: number): string => Buffer.from(random.hex(2 * bytes), 'hex').toString('base64url');
  return secrets === 'seeded' ? { ...random, secret: seeded } : random;
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
    secret: (bytes) => randomBytes(bytes).toString('base64url'),
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
