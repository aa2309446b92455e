import type { StackRow } from './stack-store.ts';

/** A stack is written down only when it is complete. */
export function stackStatus(stack: StackRow): 'CREATE_COMPLETE' | 'UPDATE_COMPLETE' {
  return stack.updated_at === null ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
}
