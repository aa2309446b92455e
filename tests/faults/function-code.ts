import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type { FunctionLoader, LoadedCode } from 'serverless-sandbox';

/** Code for a sandbox whose functions run in its own realm. */
export interface FunctionCode {
  readonly load: FunctionLoader;
  /**
   * The sandbox that loaded code is no more: what was idle serves the next one, what was in the middle of an event is
   * thrown away with its state.
   */
  readonly reclaim: () => void;
}

type Handler = LoadedCode['handler'];

interface Instance {
  readonly key: string;
  readonly handler: Handler;
  busy: number;
}

const require = createRequire(import.meta.url);

/**
 * Compiles every function from its sources once, packages left out, so that copies of its own module state cost
 * little. `transform` may change the text of a source file.
 */
export async function compileFunctions(
  transform: (path: string, text: string) => string = (_, text) => text,
): Promise<FunctionCode> {
  const programs = new Map<string, ReturnType<typeof compileFunction>>();
  for (const [name, code] of await bundles(transform)) {
    const parameters = ['exports', 'require', 'module'];
    programs.set(name, compileFunction(code, parameters, { filename: `/functions/${name}/app.cjs` }));
  }
  const free: Instance[] = [];
  let lent: Instance[] = [];

  const instantiate = (name: string, key: string): Instance => {
    const program = programs.get(name);
    if (program === undefined) throw new RangeError(`there is no function ${name}`);
    // What the bundle assigns, which the next line reads.
    const module = { exports: {} as { readonly handler?: Handler } };
    program(module.exports, require, module);
    const { handler } = module.exports;
    if (handler === undefined) throw new RangeError(`${name} exports no handler`);
    const instance: Instance = {
      key,
      busy: 0,
      handler: async (event, context) => {
        instance.busy += 1;
        const result: unknown = await Promise.resolve(handler(event, context)).finally(() => {
          instance.busy -= 1;
        });
        return result;
      },
    };
    return instance;
  };
  return {
    load: ({ codeDirectory }) => {
      const name = basename(codeDirectory);
      const key = keyOf(name);
      const index = free.findIndex((candidate) => candidate.key === key);
      const [instance = instantiate(name, key)] = index < 0 ? [] : free.splice(index, 1);
      lent.push(instance);
      return { handler: instance.handler };
    },
    reclaim: () => {
      free.push(...lent.filter(({ busy }) => busy === 0));
      lent = [];
    },
  };
}

/** Code by function name. */
async function bundles(
  transform: (path: string, text: string) => string,
): Promise<readonly (readonly [string, string])[]> {
  const { outputFiles } = await build({
    entryPoints: globSync('src/lambdas/*/app.ts').map((path) => ({ in: path, out: folderOf(path) })),
    outdir: '/',
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    packages: 'external',
    plugins: [
      {
        name: 'transform',
        setup: ({ onLoad }) => {
          onLoad({ filter: /src\/.*\.ts$/ }, async ({ path }) => {
            const { readFile } = await import('node:fs/promises');
            return { contents: transform(path, await readFile(path, 'utf8')), loader: 'ts' };
          });
        },
      },
    ],
  });
  return outputFiles.map(({ path, text }) => [basename(path, '.js'), text] as const);
}

const folderOf = (entry: string): string => basename(dirname(entry));

/** Module state depends on the environment that it was made in; the log stream alone makes no difference. */
function keyOf(name: string): string {
  const lasting = Object.entries(process.env).filter(
    ([variable]) => variable !== 'AWS_LAMBDA_LOG_STREAM_NAME',
  );
  return JSON.stringify([name, lasting]);
}
