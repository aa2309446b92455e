import { AwsError } from '../kernel/errors.ts';

/** Whether a log line fits. */
export type LineTest = (message: string) => boolean;

/**
 * Compiles a filter pattern of CloudWatch Logs: terms (all of them, case counts), "phrases", ?any and -none. Patterns
 * of JSON in braces, of columns in brackets and %regular expressions% are refused by name.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilter(pattern: string): LineTest {
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(%[^%]+%)|(\S+))/g)];
  if (/^\s*[[{]/.test(pattern) || terms.some(([, , , expression]) => expression !== undefined)) {
    const reason =
      'patterns of JSON, of columns and of %expressions% are not supported by the sandbox; give terms';
    throw new AwsError('InvalidParameterException', `Invalid filter pattern: ${reason}`);
  }
  const having = (wanted: string): readonly string[] =>
    terms.flatMap(([, sign, phrase, , word = '']) =>
      sign === wanted ? [(phrase ?? word).replaceAll(/\\(.)/g, '$1')] : [],
    );
  const [needed, optional, barred] = [having(''), having('?'), having('-')];
  return (message) =>
    needed.every((term) => message.includes(term)) &&
    // Beside needed terms AWS passes over the optional ones.
    (needed.length > 0 || optional.length === 0 || optional.some((term) => message.includes(term))) &&
    !barred.some((term) => message.includes(term));
}
