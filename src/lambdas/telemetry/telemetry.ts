import { Logger } from '@aws-lambda-powertools/logger';
import { BusinessMetrics } from './business-metrics.ts';
import { SystemTimeFormatter } from './log-formatter.ts';

export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: BusinessMetrics;
}

/** Structured logs and metrics of one function; the service's name comes from POWERTOOLS_SERVICE_NAME. */
export const telemetry = (): Telemetry => ({
  logger: new Logger({ logLevel: 'INFO', logFormatter: new SystemTimeFormatter() }),
  metrics: new BusinessMetrics({ namespace: 'OrderProcessingSystem' }),
});
