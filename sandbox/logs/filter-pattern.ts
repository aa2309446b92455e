import { AwsError } from '../kernel/errors.ts';

/** Whether a log line fits. */
export type LineTest = (message: string) => boolean;

/**
 * Compiles a filter pattern of CloudWatch Logs: terms (all of them, case counts), "phrases", ?any -none and %regular
 * expressions%. Patterns of JSON in braces and of columns in brackets are refused by name.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilter(pattern: string): LineTest {
  if (/^\s*[[{]/.test(pattern)) {
    throw invalid('patterns of JSON and of columns are not supported by the sandbox; give terms');
  }
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\S+))/g)].map(
    ([, sign, phrase, expression, word = '']) => ({
      sign,
      test: expression === undefined ? including(phrase ?? word) : matching(expression),
    }),
  );
  const having = (sign: string): LineTest[] =>
    terms.filter((term) => term.sign === sign).map((term) => term.test);
  const [needed, optional, barred] = [having(''), having('?'), having('-')];
  return (message) =>
    needed.every((test) => test(message)) &&
    // Beside needed terms AWS passes over the optional ones.
    (needed.length > 0 || optional.length === 0 || optional.some((test) => test(message))) &&
    !barred.some((test) => test(message));
}

function including(text: string): LineTest {
  const term = text.replaceAll(/\\(.)/g, '$1');
  return (message) => message.includes(term);
}

function matching(source: string): LineTest {
  try {
    const expression = new RegExp(source);
    return (message) => expression.test(message);
  } catch {
    throw invalid(`%${source}% is no regular expression`);
  }
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern: ${reason}`);
}
