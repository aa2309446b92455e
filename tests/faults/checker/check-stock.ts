import type { Evidence, Item, Violation } from './evidence.ts';

/**
 * I5: what is gone from the stock is what COMPLETED orders took; nothing stays reserved, nothing is ever negative, and
 * what is in it, reserved or not, never grows.
 */
export function checkStock({ orders, stockBefore, stockSeen }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const last = stockSeen.at(-1) ?? [];
  for (const before of stockBefore) {
    const productId = String(before['productId']);
    const after = last.find((row) => row['productId'] === productId);
    const sold = orders
      .filter(({ status }) => status === 'COMPLETED')
      .reduce((total, order) => total + quantityOf(order, productId), 0);
    const difference = Number(before['available']) - sold - Number(after?.['available']);
    if (difference !== 0) violations.push(wrong(`${productId} is off by ${String(difference)}`));
    if (Number(after?.['reserved'] ?? 0) !== 0)
      violations.push(wrong(`${productId} has ${String(after?.['reserved'])} still reserved`));
  }
  for (const rows of stockSeen) violations.push(...rows.flatMap((row) => seen(row, stockBefore)));
  return violations;
}

function quantityOf(order: Item, productId: string): number {
  const items = order['items'] as readonly { readonly productId: string; readonly quantity: number }[]; // rows of the orders table
  return items
    .filter((line) => line.productId === productId)
    .reduce((total, { quantity }) => total + quantity, 0);
}

function seen(row: Item, stockBefore: readonly Item[]): Violation[] {
  const { productId, available, reserved = 0 } = row;
  const name = String(productId);
  const negative = Number(available) < 0 || Number(reserved) < 0;
  const before = stockBefore.find((first) => first['productId'] === productId);
  const grown = Number(available) + Number(reserved) > Number(before?.['available']);
  return [
    ...(negative ? [wrong(`${name} was negative`)] : []),
    ...(grown ? [wrong(`${name} had more than there is`)] : []),
  ];
}

const wrong = (message: string): Violation => ({ invariant: 'I5', message });
