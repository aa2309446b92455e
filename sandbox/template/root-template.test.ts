import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planText } from './testing.ts';

const text = readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8');

test('the template that the sandbox is delivered with can be planned, by default and for production', () => {
  for (const parameters of [{}, { Environment: 'production', NamePrefix: 'two-' }]) {
    const plan = planText(text, { parameters });
    expect(plan.resources.length).toBeGreaterThan(80);
    expect(plan.outputs.map(({ key }) => key)).toContain('ApiEndpoint');
    expect(JSON.stringify(plan.properties)).not.toMatch(/"Fn::|\{"Ref"/);
  }
});
