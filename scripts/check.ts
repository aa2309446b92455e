import { execFile } from 'node:child_process';
import packageJson from '../package.json' with { type: 'json' };

/** Runs every `check:` script of package.json side by side; prints what each has to say, and fails when one does. */
const names = Object.keys(packageJson.scripts).filter((name) => name.startsWith('check:'));

const outcome = (name: string): Promise<{ name: string; output: string; isPassed: boolean }> =>
  new Promise((resolve) => {
    execFile('npm', ['run', '--silent', name], (error, stdout, stderr) => {
      resolve({ name, output: (stdout + stderr).trim(), isPassed: error === null });
    });
  });

const failed: string[] = [];
for (const { name, output, isPassed } of await Promise.all(names.map(outcome))) {
  console.log(isPassed ? `${name}: passed` : `${name}: failed`);
  if (output !== '') console.log(output);
  if (!isPassed) failed.push(name);
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}; "npm run format" mends the formatting`);
  process.exitCode = 1;
}
