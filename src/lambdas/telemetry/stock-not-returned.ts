import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { StockNotReturned } from '../../adapters/dynamodb/dynamodb-stock-store.ts';
import type { Telemetry } from './telemetry.ts';

/** Logs and counts held units that a stock row, changed by hand, could not take back. */
export const reportStockNotReturned =
  ({ logger, metrics }: Telemetry): StockNotReturned =>
  (orderId, lines) => {
    logger.error('stock not returned', { orderId, lines });
    metrics.addMetric('StockNotReturned', MetricUnit.Count, lines.length);
  };
