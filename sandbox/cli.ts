import { run } from './run.ts';

/** `node sandbox/cli.ts <template> [options]`: the sandbox on any SAM template. */
const usage = 'node sandbox/cli.ts <template.yaml> [options]';
const [first, ...rest] = process.argv.slice(2);
const isTemplate = first !== undefined && !first.startsWith('-');

if (!isTemplate && first !== '--help' && first !== '-h') {
  console.error(`Name a template first: ${usage}; --help lists the options.`);
  process.exitCode = 1;
} else {
  await run(
    {
      usage,
      template: isTemplate ? first : '',
      stackName: 'sandbox',
      onReady: ({ connection }) => {
        console.log(JSON.stringify(connection, null, 2));
      },
    },
    isTemplate ? rest : ['--help'],
  );
}
