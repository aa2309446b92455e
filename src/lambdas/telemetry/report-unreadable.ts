import type { Logger } from '@aws-lambda-powertools/logger';
import type { ReportUnreadable } from '../../adapters/dynamodb/readable-orders.ts';
import { loggableError } from './loggable-error.ts';

/** Logs the key of an order row that could not be read, so that somebody looks at it; the others go on. */
export const reportUnreadable =
  ({ logger }: { readonly logger: Logger }): ReportUnreadable =>
  (key, fault) => {
    logger.error('order row is not readable', { ...key, fault: loggableError(fault) });
  };
