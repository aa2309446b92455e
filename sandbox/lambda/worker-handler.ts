import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeFailure } from './runtime-error.ts';

/** A handler of Lambda's Node.js runtime from version 24 on: asynchronous, without callbacks. */
export type Handler = (event: unknown, context: unknown) => unknown;

const noCallbacks =
  'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify ' +
  'this function to use a supported handler signature to use Node.js 24 or later. For more information see ' +
  'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

const extensions = ['.mjs', '.js', '.cjs'];

/**
 * Imports the bundle and finds the exported handler; throws as Lambda's runtime names it. A `query` of its own gives a
 * copy of its own of a bundle that this realm has imported before.
 */
export async function loadHandler(codeDirectory: string, handler: string, query = ''): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  if (dot < 1 || name === '') throw new RuntimeFailure('Runtime.MalformedHandlerName', 'Bad handler');
  const path = extensions.map((end) => resolve(codeDirectory, file + end)).find((each) => existsSync(each));
  if (path === undefined) {
    throw new RuntimeFailure('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  }
  const found = memberOf(await importBundle(pathToFileURL(path).href + query), name);
  if (typeof found !== 'function') {
    throw new RuntimeFailure('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (found.length > 2) throw new RuntimeFailure('Runtime.CallbackHandlerDeprecated', noCallbacks);
  return (event, context) => Reflect.apply(found, undefined, [event, context]) as unknown; // Reflect.apply answers any
}

async function importBundle(url: string): Promise<unknown> {
  try {
    const bundle: unknown = await import(url);
    return bundle;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      throw new RuntimeFailure('Runtime.UserCodeSyntaxError', `SyntaxError: ${thrown.message}`, {
        cause: thrown,
      });
    }
    throw thrown;
  }
}

/** An export, by its name or on the default export, which is what CommonJS gives. */
function memberOf(bundle: unknown, name: string): unknown {
  if (typeof bundle !== 'object' || bundle === null) return undefined;
  const own: unknown = Reflect.get(bundle, name);
  if (own !== undefined) return own;
  const fallback: unknown = Reflect.get(bundle, 'default');
  return typeof fallback === 'object' && fallback !== null ? Reflect.get(fallback, name) : undefined;
}
