import { loadHandler } from '../worker-handler.ts';
import type { Handler } from '../worker-handler.ts';

/** Which code is asked for. */
export interface CodeRequest {
  readonly functionName: string;
  /** Absolute path of the bundle's directory. */
  readonly codeDirectory: string;
  /** `app.handler` */
  readonly handler: string;
}

/** A handler of its own for one execution environment, with the module state behind it. */
export interface LoadedCode {
  readonly handler: Handler;
  /** The environment is gone; `isIdle` is false where an event was cut off in the middle. */
  readonly release?: (isIdle: boolean) => void;
}

/** Loads a function's code into this realm; called with the function's environment variables in place. */
export type FunctionLoader = (request: CodeRequest) => Promise<LoadedCode> | LoadedCode;

let loaded = 0;

/** Imports the bundle anew for every environment, under an address of its own. */
export const importBundle: FunctionLoader = async ({ codeDirectory, handler }) => ({
  handler: await loadHandler(codeDirectory, handler, `?environment=${String((loaded += 1))}`),
});

/** A text without the mark that tells copies of a bundle apart: stacks name it, and it differs from run to run. */
export const withoutCopy = (text: string): string => text.replaceAll(/\?environment=\d+/g, '');
