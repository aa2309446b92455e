import { orderStoreContract } from './order-store-contract.ts';
import { paymentLedgerContract } from './payment-ledger-contract.ts';
import { stockStoreContract } from './stock-store-contract.ts';
import type { StockLevel } from '../../src/core/inventory/reservation.ts';
import type { ProductId } from '../../src/core/kernel/ids.ts';
import { memoryPaymentLedger } from '../../src/core/testing/memory-payments.ts';
import { memoryWorld } from '../../src/core/testing/memory-world.ts';

orderStoreContract('memory', () => Promise.resolve(memoryWorld()));
stockStoreContract('memory', (levels) => {
  const world = memoryWorld({ levels });
  const overwrite = (productId: ProductId, level: StockLevel | undefined) => {
    if (level === undefined) world.state.levels.delete(productId);
    else world.state.levels.set(productId, level);
    return Promise.resolve();
  };
  return Promise.resolve({ ...world, overwrite });
});
paymentLedgerContract('memory', () => Promise.resolve(memoryPaymentLedger()));
