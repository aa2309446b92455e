import * as z from 'zod';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { CorruptRecordError } from '../../core/kernel/faults.ts';
import { productIdFrom } from '../../core/kernel/ids.ts';
import { minorUnitsOf, type Money, money } from '../../core/kernel/money.ts';
import type { StockLevel } from '../../core/inventory/reservation.ts';

/** @throws CorruptRecordError when a stock row is not readable; it was written by hand or by `npm run stock` */
export function stockFromItem(item: Record<string, unknown>): StockLevel {
  const parsed = stockItemSchema.safeParse(item);
  if (!parsed.success) throw new CorruptRecordError('a stock row is not readable', { cause: parsed.error });
  const { productId, available, reserved, price, currency } = parsed.data;
  const level = { productId: productIdFrom(productId), available, reserved };
  return price === undefined ? level : { ...level, price: cataloguePrice(price, currency) };
}

/** `price` is a decimal in `currency`; both are optional. */
const stockItemSchema = z.object({
  productId: z.string(),
  available: z.int(),
  reserved: z.int().default(0),
  price: z.number().optional(),
  currency: z.string().default('USD'),
});

function cataloguePrice(decimal: number, code: string): Money {
  const minor = minorUnitsOf(decimal);
  const currency = currencyFrom(code);
  if (minor === undefined || currency === undefined) {
    throw new CorruptRecordError('a stock row has an unreadable catalogue price');
  }
  return money(minor, currency);
}
