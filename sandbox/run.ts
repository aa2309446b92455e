import { optionsHelp, parseOptions } from './cli-options.ts';
import { keepCompiledCode, useCompiledCode } from './compiled-code.ts';
import { messageOf, SandboxError } from './kernel/errors.ts';
import type { Sandbox } from './start-options.ts';
import { tidyUpWhenIdle } from './tidy-up.ts';

/** A program that is a sandbox: what `npm start` and the sandbox's own command line have in common. */
export interface Program {
  /** How it is called, for `--help`. */
  readonly usage: string;
  readonly template: string;
  readonly stackName: string;
  /** Template parameters unless the command line says otherwise. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Called once everything answers: load data, print what the user needs. */
  readonly onReady: (sandbox: Sandbox, directory: string) => Promise<void> | void;
  /** Called once it has stopped cleanly. */
  readonly onStopped?: (directory: string) => void;
}

/** Starts the sandbox, keeps it until Ctrl-C or SIGTERM, then stops it cleanly. Sets the exit code. */
export async function run(program: Program, args: readonly string[]): Promise<void> {
  try {
    const options = parseOptions(args);
    if (options.help) {
      console.log(`Usage: ${program.usage}\n\n${optionsHelp}`);
      return;
    }
    useCompiledCode();
    const { start } = await import('./start.ts');
    const sandbox = await start({
      ...options,
      template: program.template,
      stackName: program.stackName,
      directory: options.data,
      parameters: { ...program.parameters, ...options.parameters },
    });
    stopOnSignal(sandbox, () => program.onStopped?.(options.data));
    await program.onReady(sandbox, options.data);
    keepCompiledCode();
    tidyUpWhenIdle();
  } catch (thrown) {
    // A SandboxError is the user's to mend and says how; anything else is a defect and shows where it came from.
    console.error(thrown instanceof SandboxError ? thrown.message : thrown);
    process.exit(1);
  }
}

function stopOnSignal(sandbox: Sandbox, onStopped: () => void): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    sandbox.stop().then(
      () => {
        onStopped();
        process.exit(0);
      },
      (thrown: unknown) => {
        console.error(`The sandbox did not stop cleanly: ${messageOf(thrown)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
