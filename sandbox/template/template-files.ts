import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The files that a template names: bundles, workflow definitions. */
export interface TemplateFiles {
  /** An absolute path, relative paths being relative to the template. */
  resolve(path: string): string;
  exists(path: string): boolean;
  /** The text of a file; throws where there is none. */
  read(path: string): string;
}

/** The files beside the template at `file`. */
export function filesBeside(file: string): TemplateFiles {
  const directory = dirname(resolve(file));
  return {
    resolve: (path) => resolve(directory, path),
    exists: (path) => existsSync(path),
    read: (path) => readFileSync(path, 'utf8'),
  };
}
