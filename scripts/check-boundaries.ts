import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/** Rooms that must be seen: a check that reads no modules would pass everything. */
const rooms = ['src', 'sandbox', 'scripts', 'tests', 'bench'];
const fewestModules = 100;

const options = await extractConfig('./.dependency-cruiser.cjs');
const { output } = await cruise(rooms, { ...options, validate: true }, undefined, {
  tsConfig: extractTsConfig('./tsconfig.json'),
});
if (typeof output === 'string')
  throw new TypeError('dependency-cruiser answered text where data was asked for');
const { totalCruised, violations } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (totalCruised < fewestModules)
  console.error(`only ${String(totalCruised)} modules were read: the check is blind`);
if (violations.length > 0 || totalCruised < fewestModules) process.exitCode = 1;
else console.log(`boundaries: ${String(totalCruised)} modules, no violation`);
