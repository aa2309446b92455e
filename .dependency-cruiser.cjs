/** The arrows of docs/architecture.md: which room may know which. No exceptions list. */
const builtins = { dependencyTypes: ['core'] };
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may import only ${allowed}`,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^(src|sandbox|scripts|tests|bench|console|cli)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('core-knows-nothing', '^src/core/', '^src/core/'),
    only('contracts-know-the-kernel', '^src/contracts/', '^src/(contracts|core/kernel)/'),
    only('adapters-know-contracts-and-core', '^src/adapters/', '^src/(adapters|contracts|core)/'),
    only('lambdas-know-the-order-system', '^src/lambdas/', '^src/'),
    only('sandbox-knows-nothing-of-ours', '^sandbox/', '^sandbox/'),
    {
      name: 'doubles-are-for-tests',
      severity: 'error',
      comment: 'what stands in a testing folder never gets into a bundle',
      from: { path: '^src/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: { path: '^src/.*/testing/' },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core has no AWS, no Node, no package: time, chance and effects are handed in',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: '^src/core/' },
    },
    {
      name: 'core-without-node',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: builtins,
    },
    {
      name: 'rooms-of-the-sandbox-meet-in-the-kernel',
      severity: 'error',
      comment: 'a room of the sandbox knows the kernel, the store, the wire and itself; others are handed in',
      from: { path: '^sandbox/([^/]+)/', pathNot: ['\\.test\\.ts$', '^sandbox/(kernel|store|wire)/'] },
      to: { path: '^sandbox/[^/]+/', pathNot: '^sandbox/($1|kernel|store|wire)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
