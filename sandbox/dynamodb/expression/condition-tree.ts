import type { RawPath } from './cursor.ts';

/** What a condition compares: a path, a `:value`, or the result of a function. */
export type Operand =
  | { readonly kind: 'path'; readonly path: RawPath }
  | { readonly kind: 'value'; readonly name: string }
  | Call;

/** A function with its arguments. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Operand[];
}

/** The comparators of the language. */
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A parsed condition; names and values are not looked up yet. */
export type Condition =
  | Call
  | {
      readonly kind: 'compare';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition };

/** The functions of conditions and how many operands each takes. */
export const conditionFunctions: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
