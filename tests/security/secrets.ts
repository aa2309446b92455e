/** What secrets look like, by name. */
const patterns: Readonly<Record<string, RegExp>> = {
  // The one in AWS's own documentation ends in EXAMPLE.
  'AWS access key': /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z0-9]{16}\b/,
  'AWS secret key': /aws_?secret\w*["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}\b/i,
  'private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  'GitHub token': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,})/,
  'npm token': /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=/,
  'payment key': /\b[sr]k_live_[A-Za-z0-9]{16,}/,
  'chat token': /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  'Google key': /\bAIza[A-Za-z0-9_-]{35}\b/,
  'JSON web token': /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}/,
  'password in an address': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'`$<{]+:[^\s/:@"'`$<{]{6,}@/i,
};

/** The kinds of secrets that a text holds. */
export const secretsIn = (text: string): readonly string[] =>
  Object.entries(patterns)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
