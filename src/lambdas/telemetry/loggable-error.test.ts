import { expect, test } from 'vitest';
import { DependencyUnavailableError } from '../../core/kernel/faults.ts';
import { loggableError } from './loggable-error.ts';

test('our own message is said, a library’s is not, whatever it quotes', () => {
  const cause = new SyntaxError('Unexpected token in "customer@example.com"');
  const logged = loggableError(new DependencyUnavailableError('the table throttled', { cause }));
  expect(logged).toEqual({
    name: 'DependencyUnavailable',
    message: 'the table throttled',
    cause: { name: 'SyntaxError' },
  });
});

test('a thrown value that is no error is named by its type only', () => {
  expect(loggableError('customer@example.com')).toEqual({ name: 'string' });
});
