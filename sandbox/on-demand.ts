import type { Sandbox, StartOptions } from './start-options.ts';

/**
 * Boots a template and serves it on this machine. The rooms are loaded at the first call, so that a program which only
 * asks where a sandbox is running does not load them.
 * @throws SandboxError for a port in use, a locked or damaged data directory, a template that it cannot serve
 */
export async function start(options: StartOptions): Promise<Sandbox> {
  const loaded = await import('./start.ts');
  return loaded.start(options);
}

/** What this sandbox can do, as a Markdown page. */
export async function supportPage(): Promise<string> {
  const loaded = await import('./support.ts');
  return loaded.supportPage();
}
