import { describe, expect, test } from 'vitest';
import { DependencyUnavailableError, OutcomeUnknownError } from '../core/kernel/faults.ts';
import { reading, writing } from './sdk-faults.ts';

const sdkError = (name: string, extra: object = {}) => Object.assign(new Error(name), { name, ...extra });
const answered = (httpStatusCode: number, attempts = 1) => ({ $metadata: { httpStatusCode, attempts } });

describe('a write', () => {
  test.each([
    ['throttled at once', sdkError('ThrottlingException', answered(400))],
    ['never sent', sdkError('Error', { code: 'ECONNREFUSED', $metadata: { attempts: 1 } })],
  ])('%s has not happened', async (_what, error) => {
    await expect(writing(Promise.reject(error))).rejects.toThrow(DependencyUnavailableError);
  });

  test.each([
    ['that timed out', sdkError('TimeoutError')],
    ['whose connection broke', sdkError('Error', { code: 'ECONNRESET' })],
    ['that met a 500', sdkError('InternalServerError', answered(500))],
    ['that is still in progress', sdkError('TransactionInProgressException', answered(400))],
    ['throttled after an earlier attempt', sdkError('ThrottlingException', answered(400, 2))],
    [
      'not sent again after an earlier attempt',
      sdkError('Error', { code: 'ECONNREFUSED', $metadata: { attempts: 3 } }),
    ],
  ])('%s may have happened', async (_what, error) => {
    await expect(writing(Promise.reject(error))).rejects.toThrow(OutcomeUnknownError);
  });

  test('refused for good keeps its own error', async () => {
    const denied = sdkError('AccessDeniedException', answered(400));
    await expect(writing(Promise.reject(denied))).rejects.toBe(denied);
  });
});

test('a read that finds nobody at home is worth trying again', async () => {
  const error = sdkError('TimeoutError');
  await expect(reading(Promise.reject(error))).rejects.toThrow(DependencyUnavailableError);
  await expect(reading(Promise.reject(error))).rejects.toMatchObject({ cause: error });
});
