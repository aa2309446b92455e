import { SyntaxProblem } from '../asl/errors.ts';
import { camelCase, pascalCase, renamed } from './integration.ts';
import type { Integration } from './integration.ts';

/** A service as the SDK integrations call it. */
interface SdkService {
  readonly service: string;
  readonly errorPrefix: string;
  /** Its API spells members in camelCase, while definitions always write PascalCase. */
  readonly isCamelCase?: boolean;
}

/** The SDK integrations' service names for what the sandbox has. */
const services: Readonly<Record<string, SdkService>> = {
  cloudwatch: { service: 'cloudwatch', errorPrefix: 'CloudWatch' },
  cloudwatchlogs: { service: 'logs', errorPrefix: 'CloudWatchLogs', isCamelCase: true },
  dynamodb: { service: 'dynamodb', errorPrefix: 'DynamoDb' },
  eventbridge: { service: 'events', errorPrefix: 'EventBridge' },
  lambda: { service: 'lambda', errorPrefix: 'Lambda' },
  sesv2: { service: 'ses', errorPrefix: 'SesV2' },
  sfn: { service: 'states', errorPrefix: 'Sfn', isCamelCase: true },
  sns: { service: 'sns', errorPrefix: 'Sns' },
  sqs: { service: 'sqs', errorPrefix: 'Sqs' },
};

/** `aws-sdk:<service>:<operation>`: the call as it is. @throws SyntaxProblem for a service that the sandbox has not */
export function awsSdkIntegration(name: string, operation: string): Integration {
  const known = services[name];
  if (known === undefined) {
    throw new SyntaxProblem(`The sandbox has no aws-sdk:${name}; it has ${Object.keys(services).join(', ')}`);
  }
  const { service, errorPrefix, isCamelCase = false } = known;
  return {
    resourceType: `aws-sdk:${name}`,
    service,
    operation: pascalCase(operation),
    errorPrefix,
    input: (parameters) =>
      isCamelCase
        ? Object.fromEntries(
            Object.entries(parameters).map(([key, value]) => [camelCase(key), renamed(value, camelCase)]),
          )
        : parameters,
    result: (answer) => (isCamelCase ? renamed(answer, pascalCase) : answer),
  };
}
