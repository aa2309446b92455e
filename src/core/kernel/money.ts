import type { Currency } from './currency.ts';
import { Fault } from './faults.ts';

/** An exact amount: a whole number of minor units (cents) with its currency inside. */
export interface Money {
  readonly minor: number;
  readonly currency: Currency;
}

/** Amounts of two currencies met, or an amount left the range of exact integers: a bug in the caller. */
export class MoneyError extends Fault {
  override readonly name = 'MoneyError';
  readonly retry = 'never';
}

/** @throws MoneyError unless `minor` is an exact integer. */
export function money(minor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(minor))
    throw new MoneyError(`${String(minor)} is not a whole number of minor units`);
  return { minor, currency };
}

export const zero = (currency: Currency): Money => money(0, currency);

/** @throws MoneyError when the currencies differ. */
export function add(left: Money, right: Money): Money {
  requireSameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

/** @throws MoneyError when the currencies differ. */
export function subtract(left: Money, right: Money): Money {
  requireSameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

/** `count` must be a whole number. */
export const times = (amount: Money, count: number): Money => money(amount.minor * count, amount.currency);

export const isSameMoney = (left: Money, right: Money): boolean =>
  left.minor === right.minor && left.currency === right.currency;

/**
 * Minor units of a decimal as it stands in JSON (29.99 → 2999), or undefined when it has more than two decimals.
 * Works on the shortest decimal text of the number, so no float arithmetic touches an amount.
 */
export function minorUnitsOf(decimal: number): number | undefined {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(decimal));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const minor = Number(`${sign}${whole}${fraction.padEnd(2, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** The decimal that stands for the amount at the edges (2999 → 29.99). */
export const decimalOf = (amount: Money): number => amount.minor / 100;

function requireSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new MoneyError(`${left.currency} met ${right.currency}`);
  }
}
