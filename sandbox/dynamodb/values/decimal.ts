import { validation } from '../errors.ts';

/** A number as DynamoDB keeps it: `sign * 0.digits * 10^exponent`, no leading or trailing zero digits. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly exponent: number;
}

const significantDigits = 38;
/** Exponents of 0.d form: 9.99E+125 has 126, 1E-130 has -129. */
const largestExponent = 126;
const smallestExponent = -129;

const zero: Decimal = { sign: 0, digits: '', exponent: 0 };
/** Text that is canonical already, which is nearly all text: plain integers and decimals of few digits. */
const canonicalText = /^(?:0|-?[1-9]\d{0,36}|-?(?:0|[1-9]\d{0,15})\.\d{0,15}[1-9])$/;

/**
 * The one text of a number: plain notation, no superfluous zeros.
 * @throws AwsError with DynamoDB's texts for no number, too many digits, overflow and underflow
 */
export function canonicalNumber(text: string): string {
  return canonicalText.test(text) ? text : formatDecimal(parseDecimal(text));
}

/** Reads a number in any notation that DynamoDB accepts. */
export function parseDecimal(text: string): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  const [, sign, whole = '', fraction = '', power = '0'] = match ?? [];
  if (match === null || whole + fraction === '') {
    const detail = text === '' ? '' : `: ${text}`;
    throw validation(`The parameter cannot be converted to a numeric value${detail}`);
  }
  const leading = (whole + fraction).replace(/^0+/, '');
  const digits = leading.replace(/0+$/, '');
  if (digits === '') return zero;
  return checkRange({
    sign: sign === '-' ? -1 : 1,
    digits,
    exponent: whole.length - (whole.length + fraction.length - leading.length) + Number(power),
  });
}

/** Plain notation, as DynamoDB answers. */
function formatDecimal({ sign, digits, exponent }: Decimal): string {
  if (sign === 0) return '0';
  const minus = sign < 0 ? '-' : '';
  if (exponent <= 0) return `${minus}0.${'0'.repeat(-exponent)}${digits}`;
  if (digits.length <= exponent) return minus + digits.padEnd(exponent, '0');
  return `${minus}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** Negative, zero or positive as `left` is below, equal to or above `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.sign !== right.sign) return left.sign - right.sign;
  if (left.exponent !== right.exponent) return left.sign * (left.exponent - right.exponent);
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -left.sign : left.sign;
}

/** The exact sum of two canonical numbers. Refused where it needs more than 38 digits. */
export function addNumbers(left: string, right: string): string {
  return sum(parseDecimal(left), parseDecimal(right));
}

/** The exact difference of two canonical numbers. Refused where it needs more than 38 digits. */
export function subtractNumbers(left: string, right: string): string {
  const subtrahend = parseDecimal(right);
  // A sign is -1, 0 or 1, and so is its negation.
  const negated = { ...subtrahend, sign: -subtrahend.sign as Decimal['sign'] };
  return sum(parseDecimal(left), negated);
}

function sum(left: Decimal, right: Decimal): string {
  const scale = Math.min(left.exponent - left.digits.length, right.exponent - right.digits.length);
  const total = scaled(left, scale) + scaled(right, scale);
  return formatDecimal(parseDecimal(`${String(total)}e${String(scale)}`));
}

function scaled({ sign, digits, exponent }: Decimal, scale: number): bigint {
  if (sign === 0) return 0n;
  return BigInt(sign) * BigInt(digits) * 10n ** BigInt(exponent - digits.length - scale);
}

function checkRange(decimal: Decimal): Decimal {
  if (decimal.exponent > largestExponent) {
    throw validation(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (decimal.exponent < smallestExponent) {
    throw validation(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (decimal.digits.length > significantDigits) {
    throw validation('Attempting to store more than 38 significant digits in a Number');
  }
  return decimal;
}
