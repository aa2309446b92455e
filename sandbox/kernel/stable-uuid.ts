import { hash } from 'node:crypto';

/** A UUID that is the same for the same text: for what a template makes anew at every start. */
export function stableUuid(text: string): string {
  const digits = hash('sha256', text);
  return [8, 12, 16, 20, 32].map((end, at, ends) => digits.slice(at === 0 ? 0 : ends[at - 1], end)).join('-');
}
