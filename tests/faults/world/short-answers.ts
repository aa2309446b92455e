import type { Item } from '../checker/evidence.ts';

/** Key attributes by table, and by the index that a query may name. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  orders: ['orderId', 'createdAt'],
  'status-index': ['statusShard'],
  'created-index': ['listShard'],
  'notice-index': ['noticeShard', 'updatedAt'],
  payments: ['paymentId', 'entryId'],
  'simulated-provider': ['paymentKey', 'entryId'],
};

/** What a table may answer as well: half of a batch, or a page of one row. Anything else is left as it is. */
export function shortened(call: string, input: Item, output: unknown): unknown {
  // The answer of an operation: an object, or one that is JSON text already.
  const answer = (
    typeof output === 'object' && output !== null && 'text' in output
      ? JSON.parse(String(output.text))
      : output
  ) as Item;
  if (call === 'dynamodb:BatchGetItem') return halfBatch(input, answer);
  return call === 'dynamodb:Query' ? shortPage(input, answer) : output;
}

function halfBatch(input: Item, answer: Item): Item {
  const [[table, request] = ['', {}]] = Object.entries(
    input['RequestItems'] as Readonly<Record<string, Item>>,
  );
  const keys = request['Keys'] as readonly Item[];
  if (keys.length < 2) return answer;
  const done = keys.slice(0, Math.ceil(keys.length / 2));
  const rows = (answer['Responses'] as Readonly<Record<string, readonly Item[]>>)[table] ?? [];
  const isDone = (row: Item): boolean =>
    done.some((key) => Object.entries(key).every(([name, value]) => isSame(row[name], value)));
  const UnprocessedKeys = { [table]: { ...request, Keys: keys.slice(done.length) } };
  return { ...answer, Responses: { [table]: rows.filter(isDone) }, UnprocessedKeys };
}

function shortPage(input: Item, answer: Item): Item {
  const [first, ...more] = answer['Items'] as readonly Item[];
  if (first === undefined || (more.length === 0 && answer['LastEvaluatedKey'] === undefined)) return answer;
  const table = String(input['TableName']).replace('order-processing-', '');
  const names = [...(keysOf[table] ?? []), ...(keysOf[String(input['IndexName'])] ?? [])];
  const LastEvaluatedKey = Object.fromEntries(names.map((name) => [name, first[name]]));
  return { ...answer, Items: [first], Count: 1, ScannedCount: 1, LastEvaluatedKey };
}

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
