import type { RawPath } from './cursor.ts';

/** What SET assigns. */
export type Assigned =
  | { readonly kind: 'path'; readonly path: RawPath }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Assigned[] };

/** One clause of an update expression, in the order in which they stand. */
export type Clause =
  | { readonly kind: 'SET'; readonly path: RawPath; readonly assigned: Assigned }
  | { readonly kind: 'REMOVE'; readonly path: RawPath }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: RawPath; readonly value: string };

/** The functions and operators of SET; each takes two operands. */
export const updateFunctions: ReadonlySet<string> = new Set(['if_not_exists', 'list_append', '+', '-']);
