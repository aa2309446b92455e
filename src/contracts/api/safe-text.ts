import * as z from 'zod';

/**
 * Control characters, lone surrogates, line separators and direction overrides have no place in any field. Nor has the
 * replacement character: API Gateway puts it where a body was not UTF-8, and the name would be stored damaged.
 */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

/** Text that people wrote: not blank, bounded, and safe to show anywhere. */
export const safeText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text.trim() !== '', { error: 'must not be blank' })
    .refine((text) => !unsafe.test(text), { error: 'must not contain control or replacement characters' })
    .meta({ description: 'Not blank; without control characters' });
