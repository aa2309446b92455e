import { run } from 'serverless-sandbox';
import type { Connection, Program } from 'serverless-sandbox';
import { loadDemoStock } from './demo-stock.ts';

/** `npm start`: the whole system on this machine, with demo stock, until Ctrl-C. */
const orderSystem: Program = {
  usage: 'npm start -- [options]',
  template: 'template.yaml',
  stackName: 'order-processing',
  parameters: { NotificationChannels: 'log,email,sms' },
  onReady: async (sandbox, directory) => {
    await loadDemoStock(sandbox);
    console.log([whatRuns(directory), toExport(sandbox.connection), toTry(directory)].join('\n\n'));
  },
  onStopped: (directory) => {
    console.log(`Stopped. Everything is kept in ${directory}.`);
  },
};

await run(orderSystem, process.argv.slice(2));

function whatRuns(directory: string): string {
  return `The order system is running. Data lives in ${directory} and survives restarts; --reset empties it. Ctrl-C stops.`;
}

function toExport({ apiEndpoint = '', apiKey = '', awsEndpointUrl }: Connection): string {
  return `  export API_ENDPOINT=${apiEndpoint}
  export API_KEY=${apiKey}
  export AWS_ENDPOINT_URL=${awsEndpointUrl}`;
}

function toTry(directory: string): string {
  return `Place an order, list the orders, read what the customers were sent, look at the shelves:

  curl -X POST "$API_ENDPOINT/orders" -H "X-API-Key: $API_KEY" -H "Content-Type: application/json" \\
    -d '{"customerId":"CUST-1","customerEmail":"me@example.com","items":[{"productId":"PROD-001","quantity":2,"price":29.99}]}'
  curl "$API_ENDPOINT/orders" -H "X-API-Key: $API_KEY"
  curl "$AWS_ENDPOINT_URL/_sandbox/mailbox"
  npm run stock -- list${directory === '.sandbox' ? '' : ` --data ${directory}`}`;
}
