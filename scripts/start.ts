import { run } from 'serverless-sandbox';
import type { Sandbox } from 'serverless-sandbox';
import { loadDemoStock } from './demo-stock.ts';

/** `npm start`: the whole system on this machine, with demo stock, until Ctrl-C. */
await run(
  {
    usage: 'npm start -- [options]',
    template: 'template.yaml',
    stackName: 'order-processing',
    parameters: { NotificationChannels: 'log,email,sms' },
    onReady: async (sandbox, directory) => {
      await loadDemoStock(sandbox.connection);
      greet(sandbox, directory);
    },
  },
  process.argv.slice(2),
);

function greet({ connection }: Sandbox, directory: string): void {
  const { apiEndpoint = '', apiKey = '', awsEndpointUrl } = connection;
  console.log(`The order system is running.

  export API_ENDPOINT=${apiEndpoint}
  export API_KEY=${apiKey}
  export AWS_ENDPOINT_URL=${awsEndpointUrl}

Data lives in ${directory} and survives restarts; --reset empties it. Ctrl-C stops.
Place an order:

  curl -X POST ${apiEndpoint}/orders -H "X-API-Key: ${apiKey}" -H "Content-Type: application/json" \\
    -d '{"customerId":"CUST-1","customerEmail":"me@example.com","items":[{"productId":"PROD-001","quantity":2,"price":29.99}]}'

Then follow it: curl -H "X-API-Key: ${apiKey}" ${apiEndpoint}/orders`);
}
