import { setTimeout as wait } from 'node:timers/promises';
import { host } from './host.ts';

/** Resolves after so many milliseconds, of the host's time if there is a host. */
export const sleep = (ms: number): Promise<void> => host()?.sleep(ms) ?? wait(ms);
