import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Clock ticks per second of /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Reads what process `pid` has used: all threads, user and system time. */
export function usageOf(pid: number): Usage {
  const residentMb = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1_024;
  const stat = `/proc/${String(pid)}/stat`;
  if (!existsSync(stat)) return { cpuMs: cpuByPs(pid), residentMb };
  // The process's name stands in parentheses and may hold spaces; utime and stime are fields 14 and 15.
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuMs: (ticks * 1_000) / ticksPerSecond, residentMb };
}

/** `ps` prints minutes:seconds.hundredths on macOS. */
function cpuByPs(pid: number): number {
  const text = execFileSync('ps', ['-o', 'cputime=', '-p', String(pid)])
    .toString()
    .trim();
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0) * 1_000;
}
