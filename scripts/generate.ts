import { generatedFiles } from './generate/generated-files.ts';
import { writeFileSync } from 'node:fs';

/** Writes what is derived from the contracts: the API specification and the gateway's model in the template. */
for (const { path, content } of await generatedFiles()) {
  writeFileSync(path, content);
  console.log(`wrote ${path}`);
}
