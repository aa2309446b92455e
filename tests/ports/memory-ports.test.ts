import { orderStoreContract } from './order-store-contract.ts';
import { paymentLedgerContract } from './payment-ledger-contract.ts';
import { stockStoreContract } from './stock-store-contract.ts';
import { memoryPaymentLedger } from '../../src/core/ports/memory/memory-payments.ts';
import { memoryWorld } from '../../src/core/ports/memory/memory-world.ts';

orderStoreContract('memory', () => Promise.resolve(memoryWorld()));
stockStoreContract('memory', (levels) => Promise.resolve(memoryWorld({ levels })));
paymentLedgerContract('memory', () => Promise.resolve(memoryPaymentLedger()));
