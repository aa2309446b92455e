import { generatedFiles } from './generate/generated-files.ts';
import { writeFileSync } from 'node:fs';

/**
 * Writes what is derived: from the contracts the API specification and the model of the gateway, from the sandbox and
 * from the names of the tests a page each.
 */
for (const { path, content } of await generatedFiles()) {
  writeFileSync(path, content);
  console.log(`wrote ${path}`);
}
