import { createRoomPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import { failureIn } from '../store/savepoint.ts';
import { decideAlarm } from './decide-alarm.ts';
import { sampleGauges } from './gauges.ts';
import type { CloudWatchRoom } from './room.ts';
import { minuteOf } from './series-store.ts';

const minuteMs = 60_000;
const keptMinutes = 15 * 24 * 60;

/**
 * Once a minute: samples the gauges, decides the alarms over the minutes that are complete, and forgets what is older
 * than 15 days, as AWS does. A minute without changes writes nothing.
 */
export function createMinutePump(room: CloudWatchRoom): Pump {
  const { ground, series, alarms, gauges } = room;
  let sampledAt = 0;
  let trimmedAt = 0;
  return createRoomPump(ground, 'cloudwatch', async () => {
    const now = minuteOf(ground.clock.now());
    await ground.store.write(() => {
      // A room whose gauges fail must not keep the alarms from being decided.
      const thrown = failureIn(ground.store, () => {
        // A timer may come too early: each minute is sampled once.
        if (now !== sampledAt) sampleGauges(series, gauges, now - 1);
      });
      if (thrown !== undefined) ground.report('gauges', thrown);
      for (const alarm of alarms.list()) decideAlarm(room, alarm, now * minuteMs);
      if (now - trimmedAt < 60) return;
      trimmedAt = now;
      series.trim(now - keptMinutes);
    });
    sampledAt = now;
    return { at: (minuteOf(ground.clock.now()) + 1) * minuteMs };
  });
}
