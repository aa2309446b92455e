import type { StateError } from '../asl/errors.ts';

/** Details of an event about what goes into something. */
export function inputDetails({ text }: { readonly text: string }): Readonly<Record<string, unknown>> {
  return { input: text, inputDetails: { truncated: false } };
}

/** Details of an event about what came out of something. */
export function outputDetails({ text }: { readonly text: string }): Readonly<Record<string, unknown>> {
  return { output: text, outputDetails: { truncated: false } };
}

/** Error and Cause of an event: AWS cuts long ones and leaves out empty ones. */
export function errorDetails({ error, message }: StateError): { error?: string; cause?: string } {
  return {
    ...(error === '' ? {} : { error: error.slice(0, 256) }),
    ...(message === '' ? {} : { cause: message.slice(0, 32_768) }),
  };
}
