import { parseArgs } from 'node:util';
import { messageOf, SandboxError } from './kernel/errors.ts';

/** What the command line decides. */
export interface CliOptions {
  readonly apiPort: number;
  readonly awsPort: number;
  /** Directory of the stored data. */
  readonly data: string;
  readonly reset: boolean;
  readonly seed: number | undefined;
  /** Template parameters by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly help: boolean;
}

/** The options that every way to start the sandbox shares, as `--help` prints them. */
export const optionsHelp = `  --api-port <port>         port of the REST API (default 3000; 0 takes any free one)
  --aws-port <port>         port of the AWS endpoint (default 4566; 0 takes any free one)
  --data <directory>        where everything is stored (default .sandbox)
  --reset                   forget what is stored, then start
  --random-seed <number>    ids, jitter and delivery order from this seed
  --parameter <Name=Value>  sets a parameter of the template; may be repeated
  --help                    prints this`;

/**
 * Reads the command line.
 * @throws SandboxError that names a wrong option and says what it takes
 */
export function parseOptions(args: readonly string[]): CliOptions {
  const { values } = parse(args);
  const seed = values['random-seed'];
  const apiPort = portOf('--api-port', values['api-port'] ?? '3000');
  const awsPort = portOf('--aws-port', values['aws-port'] ?? '4566');
  if (apiPort === awsPort && apiPort !== 0) {
    throw new SandboxError(`--api-port and --aws-port must differ; both are ${String(apiPort)}.`);
  }
  if (values.data?.trim() === '') throw new SandboxError('--data takes a directory.');
  return {
    apiPort,
    awsPort,
    data: values.data ?? '.sandbox',
    reset: values.reset ?? false,
    seed: seed === undefined ? undefined : wholeNumber('--random-seed', seed),
    parameters: Object.fromEntries((values.parameter ?? []).map(parameterOf)),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        'api-port': { type: 'string' },
        'aws-port': { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean' },
        'random-seed': { type: 'string' },
        parameter: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    // Node's text goes on with advice about positional arguments, which are none of ours.
    const [first = ''] = messageOf(thrown).split(/\.?\s*\n|\. /);
    throw new SandboxError(`${first}; run with --help to see the options.`);
  }
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new SandboxError(`${option} takes a whole number, not "${text}".`);
  return Number(text);
}

function portOf(option: string, text: string): number {
  const port = wholeNumber(option, text);
  if (port > 65_535) throw new SandboxError(`${option} takes a port from 0 to 65535, not ${text}.`);
  return port;
}

function parameterOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new SandboxError(`--parameter takes Name=Value, not "${text}".`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
