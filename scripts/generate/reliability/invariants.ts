/** A promise about all orders together, whatever happens to the system. */
export interface Invariant {
  readonly id: string;
  readonly promise: string;
}

const invariant = (id: string, promise: string): Invariant => ({ id, promise });

export const invariants: readonly Invariant[] = [
  invariant('I1', 'An order that got its 201 can be read, as it was sent. Lost: 0.'),
  invariant('I2', 'It reaches exactly one of COMPLETED and FAILED, and stays there. Stuck: 0.'),
  invariant('I3', 'Its status moves forwards only: PENDING, PROCESSING, then an end.'),
  invariant(
    'I4',
    'Net is the total of a COMPLETED order and 0 of a FAILED one; at most one charge and one refund.',
  ),
  invariant('I5', 'Stock is what COMPLETED orders left of it; never negative, nothing held at the end.'),
  invariant('I6', 'Each end is told at least once, always under one notification id.'),
  invariant('I7', 'One idempotency key is one order and one answer for 24 hours.'),
  invariant('I8', 'One run of an order takes effect, however often its message comes.'),
  invariant('I9', 'Every order is accounted for; dead-letter queues hold poison alone.'),
  invariant('I10', 'No input gives a 5xx; an outage gives 503 and leaves nothing half made.'),
  invariant('I11', 'One seed gives one trace, byte for byte.'),
  invariant('I12', 'Nothing of a customer stands in any log, trace or metric.'),
  invariant(
    'I13',
    'After a kill it serves within 5 s with 10,000 orders, and does what it owes within 60 s.',
  ),
  invariant('I14', 'A read by id is never stale; a list has each order once, over every page.'),
];
