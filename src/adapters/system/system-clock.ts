import type { Clock } from '../../core/kernel/clock.ts';
import { host } from './host.ts';

/** The machine's clock, or its host's. */
export const systemClock: Clock = { now: () => host()?.now() ?? Date.now() };
