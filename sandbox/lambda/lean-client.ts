const noAuth = 'smithy.api#noAuth';

/**
 * Settings for SDK v3 clients of functions whose calls never leave the machine: nothing is signed, so no identity is
 * looked up; nobody reads the user agent; and no copy of every input and output is made for a log that is not kept.
 */
export const leanClient: object = {
  httpAuthSchemeProvider: () => [{ schemeId: noAuth }],
  httpAuthSchemes: [
    {
      schemeId: noAuth,
      identityProvider: () => () => Promise.resolve({}),
      signer: { sign: <Request>(request: Request) => Promise.resolve(request) },
    },
  ],
  defaultUserAgentProvider: () => Promise.resolve([]),
  // Without `info` and `error`, which the SDK asks for before it makes its copies.
  logger: { debug: silent, warn: silent },
};

function silent(): void {
  // Nobody listens.
}
