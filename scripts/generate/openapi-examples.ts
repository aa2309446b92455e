/** The documented example; it totals exactly 109.97. */
export const createOrderExample = {
  customerId: 'CUST-12345',
  customerEmail: 'customer@example.com',
  items: [
    { productId: 'PROD-001', quantity: 2, price: 29.99 },
    { productId: 'PROD-002', quantity: 1, price: 49.99 },
  ],
  shippingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' },
};

export const orderExample = {
  orderId: '550e8400-e29b-41d4-a716-446655440000',
  createdAt: '2026-01-15T10:30:00.000Z',
  ...createOrderExample,
  totalAmount: 109.97,
  currency: 'USD',
  status: 'COMPLETED',
  updatedAt: '2026-01-15T10:30:01.250Z',
  payment: { status: 'CAPTURED', amount: 109.97 },
};
