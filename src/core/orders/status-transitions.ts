import type { OrderStatus } from './order.ts';

/** Every move an order may make. Code, tests and the diagram in docs/architecture.md share this table. */
export const statusTransitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['PROCESSING', 'FAILED'],
  PROCESSING: ['COMPLETED', 'FAILED'],
  COMPLETED: [],
  FAILED: [],
};

export const mayMove = (from: OrderStatus, to: OrderStatus): boolean => statusTransitions[from].includes(to);
