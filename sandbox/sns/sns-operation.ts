import * as z from 'zod';
import { describeIssues } from '../kernel/input.ts';
import { operationsOf } from '../kernel/room-operation.ts';
import { invalidParameter } from './errors.ts';
import type { SnsRoom } from './room.ts';

/** Attributes as operations take them: text by name. */
export const textMap = z.record(z.string(), z.string()).default({});

/** Declares an operation of SNS. */
export const snsOperation = operationsOf<SnsRoom>('sns', (shape) => {
  const schema = z.strictObject(shape);
  return (raw) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    throw invalidParameter(describeIssues(parsed.error.issues));
  };
});
