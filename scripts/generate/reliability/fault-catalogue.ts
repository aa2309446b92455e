/** A fault that the system must stand. */
export interface Fault {
  readonly id: string;
  readonly what: string;
  /** What the tests that carry the id see. */
  readonly seen: string;
  /** What no test shows, and what stands in for it. */
  readonly beyond?: string;
}

const fault = (id: string, what: string, seen: string): Fault => ({ id, what, seen });

const process: readonly Fault[] = [
  fault('F01', 'killed at a random time', 'every accepted order ends; one charge, stock adds up'),
  fault('F02', 'killed before or after any call', 'every promise kept at every point'),
  fault('F03', 'SIGTERM while orders are open', 'exit 0 within 10 s; nobody told twice; all COMPLETED'),
  fault('F04', 'a function throws, rejects or exits', 'an error of Lambda; replaced; its messages come back'),
  fault('F05', 'a function is out of memory', '`Runtime.OutOfMemory`; replaced'),
  fault('F06', 'a function spins', 'ended at its time limit; its lines are kept'),
  fault(
    'F07',
    'work finishes after its timeout',
    'the fence or the tombstone refuses it; net 0 or one charge',
  ),
  fault('F08', 'two sandboxes on one directory', 'the second refuses in one line; the first goes on'),
  fault('F09', 'killed again and again while it recovers', 'recovers; no step done twice'),
  fault('F10', 'a task that ends the process each time', 'given up after five recoveries; others go on'),
  fault('F11', 'a damaged store', 'starts from the last whole commit, or refuses with advice'),
];

const tables: readonly Fault[] = [
  fault('F12', 'DynamoDB throttles', 'every promise kept'),
  fault('F13', 'DynamoDB is down', '503 with Retry-After and nothing stored; what was taken ends'),
  fault('F14', 'TransactionConflict', 'tried again; COMPLETED'),
  fault('F15', 'ConditionalCheckFailed', 'a business outcome, mapped by the reason of its action'),
  fault('F16', 'TransactionInProgress, token of another', 'the first is tried again; the second ends FAILED'),
  fault('F17', 'a write happened, its answer is lost', 'the retry finds its own write; one order, one move'),
  fault('F18', 'an index lags', 'GET is exact; the list is right once the lag is over'),
  fault('F19', 'part of a batch, short pages', 'everything is read; nothing missing'),
  fault(
    'F20',
    'a stream is read again',
    'each change handed over once and in order; a bad record stands alone',
  ),
  fault('F21', 'TTL deletes late or early', 'an expired key counts as absent, deleted or not'),
  fault('F22', 'the largest order', 'stored, carried out: no item is too large; anything larger is a 400'),
];

const queues: readonly Fault[] = [
  fault('F23', 'a message twice', 'one charge, one notice'),
  fault('F24', 'messages out of order', 'every promise kept'),
  fault('F25', 'poison', 'dead-letter queue and alarm; its neighbours are processed'),
  fault('F26', 'a message comes back mid-work', 'one of the two wins; COMPLETED'),
  fault('F27', 'the delete after success fails', 'the message comes again and moves nothing'),
  fault('F28', 'a send fails or loses its answer', 'sent again; no extra effect'),
  fault(
    'F29',
    'answers to a batch: one, all, wrong, empty',
    'as AWS: what is not clearly named comes back whole',
  ),
  fault('F30', 'redrive, also of an order that ended', 'processed, or nothing happens again; one charge'),
  fault(
    'F31',
    'killed between two queues',
    'the move is one commit; a lost message is missed and sent again',
  ),
  {
    ...fault('F32', 'a backlog', 'drains; every promise kept'),
    beyond:
      'Ten thousand orders and the memory they take are not measured: a hundred are, and `npm run bench` drains more.',
  },
];

const workflow: readonly Fault[] = [
  fault(
    'F33',
    'StartExecution twice',
    'one run: the same execution, or ExecutionAlreadyExists taken as done',
  ),
  fault('F34', 'StartExecution throttled or its answer lost', 'the name makes the retry safe; COMPLETED'),
  fault('F35', 'time limits and aborts', 'compensated by the catch or by the reconciler'),
  fault('F36', 'an error of an unlisted name', 'compensation; FAILED, net 0'),
  fault('F37', 'a state over 256 KiB', 'refused as on AWS; ours carries ids alone'),
  fault('F38', 'killed between states', 'goes on where it stood; finished steps are not repeated'),
  fault('F39', 'a new definition while runs are open', 'they finish under the one they began with'),
];

const money: readonly Fault[] = [
  fault('F40', 'payment declined', 'FAILED, no refund, stock untouched'),
  fault(
    'F41',
    'provider down once, or for good',
    'COMPLETED with one charge; or FAILED, net 0, after three tries',
  ),
  fault('F42', 'timeout before the charge', 'looked up by key, asked again; COMPLETED, one charge'),
  fault('F43', 'timeout after the charge', 'looked up by key; COMPLETED, one charge'),
  fault('F44', 'a slow provider', 'what lands after the time limit meets the tombstone; net 0 or one charge'),
  fault('F45', 'a charge after the void', 'refused by the tombstone; net 0'),
  fault('F46', 'a refund refused or unanswered', 'tried until confirmed, one refund; FAILED only then'),
  fault('F47', 'killed between capture and record', 'the rerun finds the capture; one charge'),
  fault('F48', 'nonsense from the provider', 'not believed: unknown, then given back; FAILED, net 0'),
  fault(
    'F49',
    'no stock, another price',
    'FAILED before any charge; stock unchanged; untracked products pass',
  ),
  fault('F50', 'a hundred orders for one unit', '1 COMPLETED, 99 FAILED, one charge'),
  fault('F51', 'a stock write loses its answer', 'held once, given back once'),
  fault(
    'F52',
    'the commit fails or loses its answers',
    'the fence decides: COMPLETED, or refund and FAILED; never both',
  ),
];

const notices: readonly Fault[] = [
  fault('F53', 'the topic is down', 'the order stays COMPLETED; its notice follows'),
  fault('F54', 'killed during a fan-out', 'all subscribers or none'),
  fault(
    'F55',
    'mail refused, or accepted unanswered',
    'a final refusal is not repeated; else at most one copy more',
  ),
  fault('F56', 'one notice of a batch fails', 'the others are sent once; that one comes back, then its DLQ'),
  fault(
    'F57',
    'a bus refuses some entries',
    'each entry has its own answer, the good ones go out; a pipe that is refused tries again, in order',
  ),
];

const machine: readonly Fault[] = [
  fault('F58', 'clocks differ by five minutes', 'every promise kept'),
  fault('F59', 'the clock jumps', 'nothing stuck, whatever step it hits'),
  fault('F60', 'the disk is full', 'retryable errors, reads go on, nothing half made; no restart needed'),
  {
    ...fault('F61', 'a read-only store, a slow one', 'as F60; what waits shares one commit'),
    beyond:
      'A slow disk holds the one thread that accepts requests, so what waits is in the sockets, not in memory.',
  },
  fault('F62', 'SQLITE_BUSY', 'cannot arise: the file is its owner’s alone, and a second owner is refused'),
  fault('F63', 'no descriptors, a port in use', 'visitors turned away, nothing lost; one clear line'),
  fault('F64', 'clients leave before the answer', 'one order each; the key gives it again'),
  fault('F65', 'slow senders', '408 at the limits of head and body; others are served'),
  fault('F66', 'a flood', '429 with Retry-After; what was taken ends'),
];

/** Every fault that the tests inject, F01 to F66. */
export const faultCatalogue: readonly Fault[] = [
  ...process,
  ...tables,
  ...queues,
  ...workflow,
  ...money,
  ...notices,
  ...machine,
];
