import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { readConnection, SandboxError } from 'serverless-sandbox';
import { messageOf } from '../sandbox/kernel/errors.ts';
import { stockTable } from './stock-table.ts';
import type { StockTable } from './stock-table.ts';

const usage = `Usage:
  npm run stock -- list
  npm run stock -- set <product> --available <number> [--price <decimal>]

  --data <directory>   the running sandbox to talk to (default .sandbox)
  --stack <name>       talk to AWS instead, to the stack of this name, with your own credentials`;

try {
  await main();
} catch (thrown) {
  console.error(thrown instanceof SandboxError ? thrown.message : thrown);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { positionals, values } = parse();
  const [command, productId, ...more] = positionals;
  if (values.help === true) {
    console.log(usage);
  } else if (command === 'list' && productId === undefined) {
    printShelves(await (await tableOf(values)).list());
  } else if (command === 'set' && productId !== undefined && more.length === 0) {
    const shelf = {
      productId: productOf(productId),
      available: countOf(values.available),
      ...priceOf(values.price),
    };
    await (await tableOf(values)).set(shelf);
    console.log(`${productId}: ${String(shelf.available)} available`);
  } else {
    throw new SandboxError(`"${positionals.join(' ')}" is no stock command.\n${usage}`);
  }
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        available: { type: 'string' },
        price: { type: 'string' },
        data: { type: 'string' },
        stack: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (thrown) {
    throw new SandboxError(`${messageOf(thrown)}\n${usage}`);
  }
}

function printShelves(shelves: Awaited<ReturnType<StockTable['list']>>): void {
  const widest = Math.max(...shelves.map(({ productId }) => productId.length), 7);
  const line = (...[product, ...numbers]: [string, ...string[]]): string =>
    product.padEnd(widest) + numbers.map((number) => number.padStart(11)).join('');
  console.log(line('product', 'available', 'reserved', 'price'));
  for (const { productId, available, reserved, price } of shelves) {
    console.log(line(productId, String(available), String(reserved), price?.toFixed(2) ?? 'any'));
  }
}

async function tableOf({ stack, data }: { stack?: string; data?: string }): Promise<StockTable> {
  if (stack !== undefined) {
    if (process.env['AWS_REGION'] === undefined)
      throw new SandboxError('Set AWS_REGION to the region of the stack.');
    const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: stack }));
    const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'InventoryTableName');
    if (output?.OutputValue === undefined)
      throw new SandboxError(`Stack ${stack} has no output InventoryTableName.`);
    return stockTable(output.OutputValue, {});
  }
  const {
    awsEndpointUrl: endpoint,
    region,
    accessKeyId,
    secretAccessKey,
    outputs,
  } = readConnection(data ?? '.sandbox');
  return stockTable(outputs['InventoryTableName'] ?? '', {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
}

function productOf(text: string): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(text))
    throw new SandboxError(`"${text}" is no product id ([A-Za-z0-9._-], up to 64).`);
  return text;
}

function countOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text))
    throw new SandboxError('--available takes a whole number of units.');
  return Number(text);
}

function priceOf(text: string | undefined): { price?: number } {
  if (text === undefined) return {};
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(text)) throw new SandboxError('--price takes a decimal such as 29.99.');
  return { price: Number(text) };
}
