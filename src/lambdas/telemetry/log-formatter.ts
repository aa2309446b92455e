import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { systemClock } from '../../adapters/system/system-clock.ts';

/** Log lines as Powertools writes them, with the system clock's time, as everything else has it. */
export class SystemTimeFormatter extends LogFormatter {
  override formatAttributes(base: UnformattedAttributes, additional: LogAttributes): LogItem {
    const attributes = {
      level: base.logLevel,
      message: base.message,
      timestamp: this.formatTimestamp(new Date(systemClock.now())),
      service: base.serviceName,
      sampling_rate: base.sampleRateValue,
      xray_trace_id: base.xRayTraceId,
    };
    return new LogItem({ attributes }).addAttributes(additional);
  }
}
