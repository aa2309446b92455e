import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tokenBehaviours } from './token-behaviour.ts';

test('docs/testing.md lists exactly the tokens that the simulator knows', () => {
  const listed = [...readFileSync('docs/testing.md', 'utf8').matchAll(/^\| `(tok_\w+)`/gm)].map(
    (match) => match[1],
  );
  expect(listed).toEqual([...tokenBehaviours.keys()]);
});
