import { Agent, request } from 'node:http';

/** A bounded load: so many requests over so many connections, each sent when its connection is free. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requests: number;
  readonly connections: number;
}

/** What a load measured; times in milliseconds. */
export interface LoadResult {
  readonly accepted: number;
  readonly refused: number;
  readonly elapsedMs: number;
  readonly p50: number;
  readonly p99: number;
}

/** Sends the load to a server on this machine and waits for every answer. */
export async function drive(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const latencies: number[] = [];
  let sent = 0;
  let accepted = 0;
  const connection = async (): Promise<void> => {
    while (sent < load.requests) {
      sent += 1;
      const begun = performance.now();
      if ((await post(load, agent)) === 201) accepted += 1;
      latencies.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: load.connections }, connection));
  const elapsedMs = performance.now() - begun;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  return {
    accepted,
    refused: load.requests - accepted,
    elapsedMs,
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
  };
}

function at(sorted: readonly number[], quantile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? NaN;
}

function post({ url, headers, body }: Load, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}
