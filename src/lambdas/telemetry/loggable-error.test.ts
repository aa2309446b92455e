import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DependencyUnavailableError } from '../../core/kernel/faults.ts';
import { loggableError } from './loggable-error.ts';

test('our own message is said, a library’s is not, whatever it quotes', () => {
  const cause = new SyntaxError('Unexpected token in "customer@example.com"');
  const logged = loggableError(new DependencyUnavailableError('the table throttled', { cause }));
  expect(logged).toMatchObject({
    name: 'DependencyUnavailable',
    message: 'the table throttled',
    cause: { name: 'SyntaxError', message: undefined },
  });
  expect(JSON.stringify(logged)).not.toContain('customer');
});

test('it says where the error and its cause were thrown', () => {
  const logged = loggableError(new TypeError('outer', { cause: new RangeError('inner') }));
  for (const { frames } of [logged, logged.cause ?? logged]) {
    expect(frames?.[0]).toMatch(/^loggable-error\.test\.ts:\d+:\d+$/);
    expect(frames?.length).toBeLessThanOrEqual(8);
  }
});

test('a bundle’s frames are its file and two numbers, without directories and names', () => {
  const error = new TypeError('no');
  error.stack =
    'TypeError: no\n    at charge (file:///var/task/app.mjs:12:345)\n    at /var/task/app.mjs:7:8\n' +
    '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)';
  expect(loggableError(error)).toMatchObject({ frames: ['app.mjs:12:345', 'app.mjs:7:8'] });
});

test('lines of a message that look like frames are none', () => {
  const error = new TypeError('no\n    at home (customer.js:4111111:1111111)');
  expect(JSON.stringify(loggableError(error))).not.toMatch(/customer|4111111/);
  error.message = 'changed since';
  expect(loggableError(error)).toMatchObject({ frames: [] });
});

test('whatever the message, nothing of it is logged', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, isFrame) => {
      const canary = `CANARY${text}`;
      const error = new TypeError(isFrame ? `${text}\n    at ${canary} (CANARY.js:1:2)` : canary);
      expect(JSON.stringify(loggableError(error))).not.toContain('CANARY');
    }),
  );
});

test('a thrown value that is no error is named by its type only', () => {
  expect(loggableError('customer@example.com')).toEqual({ name: 'string' });
});
