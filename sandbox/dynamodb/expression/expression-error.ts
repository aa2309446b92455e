/** What is wrong with an expression, without the expression's name: the caller puts that in front. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}
