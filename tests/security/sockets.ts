import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where a process of this Linux machine can be reached: `tcp 0100007F:1F90`, addresses as the kernel writes them. */
export function listeningSockets(pid: number): readonly string[] {
  const own = new Set(readdirSync(`/proc/${String(pid)}/fd`).flatMap((fd) => inodeOf(pid, fd)));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/${String(pid)}/net/${kind}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/))
      .filter(
        ([, , , state, , , , , , inode = '']) =>
          own.has(inode) && (kind.startsWith('udp') || state === listens),
      ) // prettier-ignore
      .map(([, address = '']) => `${kind} ${address}`),
  );
}

/** TCP_LISTEN */
const listens = '0A';

/** 127.0.0.1 and ::1, as the kernel writes them on a little-endian machine. */
export const isLoopback = (socket: string): boolean =>
  /^(?:tcp|udp) [0-9A-F]{6}7F:|^(?:tcp|udp)6 0{24}01000000:|^(?:tcp|udp)6 0{16}FFFF0000[0-9A-F]{6}7F:/.test(
    socket,
  );

function inodeOf(pid: number, fd: string): readonly string[] {
  try {
    return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${String(pid)}/fd/${fd}`))?.[1] ?? ''];
  } catch {
    // Closed since the list was read.
    return [];
  }
}
