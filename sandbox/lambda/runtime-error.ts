import { inspect } from 'node:util';

/** An error as Lambda's Node.js runtime answers it. */
export interface RuntimeErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** Turns whatever a handler threw into Lambda's error payload: its type is the error's `name`. */
export function errorPayload(thrown: unknown): RuntimeErrorPayload {
  if (thrown instanceof Error) {
    const stack = thrown.stack ?? '';
    return { errorType: thrown.name, errorMessage: thrown.message, trace: stack.split('\n') };
  }
  const text = typeof thrown === 'string' ? thrown : inspect(thrown);
  return { errorType: typeof thrown, errorMessage: text, trace: [] };
}

/** The text that the runtime logs for an error: own members too, with the stack as a list. */
export function errorLog(thrown: unknown): string {
  const { errorType, errorMessage, trace } = errorPayload(thrown);
  const own = thrown instanceof Error ? { ...thrown } : {};
  try {
    return JSON.stringify({ errorType, errorMessage, ...own, stack: trace });
  } catch {
    return JSON.stringify({ errorType, errorMessage, stack: trace });
  }
}

/** An error of the runtime itself, named as Lambda names it. */
export class RuntimeFailure extends Error {
  // The name is data here: Lambda's runtime has a list of them, all beginning with `Runtime.`.
  override readonly name: string;

  constructor(name: string, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = name;
  }
}
