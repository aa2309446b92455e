import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './kernel/errors.ts';

/** What scripts need to reach a running sandbox: the content of `sandbox.json` in its data directory. */
export interface Connection {
  /** Ends in the stage's name: `http://127.0.0.1:3000/prod`. Absent when the template has no REST API. */
  readonly apiEndpoint?: string;
  readonly apiKey?: string | undefined;
  readonly awsEndpointUrl: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly pid: number;
  /** The stack's outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

const fileName = 'sandbox.json';

/** Tells scripts where the sandbox is; readable by its owner alone, for it holds the API key. */
export function writeConnection(directory: string, connection: Connection): void {
  const file = join(directory, fileName);
  writeFileSync(`${file}.new`, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Takes the file away: the sandbox has stopped. */
export function removeConnection(directory: string): void {
  rmSync(join(directory, fileName), { force: true });
}

/**
 * Where the sandbox of a data directory is.
 * @throws SandboxError when none is running there
 */
export function readConnection(directory: string): Connection {
  try {
    // Written by writeConnection alone, so its shape is known.
    const connection = JSON.parse(readFileSync(join(directory, fileName), 'utf8')) as Connection;
    process.kill(connection.pid, 0);
    return connection;
  } catch {
    throw new SandboxError(
      `No sandbox is running on ${directory}; start one with npm start, or name its --data.`,
    );
  }
}
