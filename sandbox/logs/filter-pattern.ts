import { invalidFilter } from './invalid-filter.ts';
import { compileJsonFilter } from './json-filter.ts';
import type { LineTest } from './line-test.ts';

/**
 * Compiles a filter pattern of CloudWatch Logs: terms (all of them, case counts), "phrases", ?any -none, %regular
 * expressions%, and { $.json = conditions }. Space-delimited patterns in brackets are refused by name.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilter(pattern: string): LineTest {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return compileJsonFilter(text);
  if (text.startsWith('[')) throw invalidFilter('space-delimited patterns are not supported by the sandbox');
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\S+))/g)].map(
    ([, sign, phrase, expression, word]) => ({ sign, test: compileTerm(phrase, expression, word) }),
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

function compileTerm(phrase: string | undefined, expression: string | undefined, word = ''): LineTest {
  if (expression !== undefined) {
    const compiled = regularExpression(expression);
    return (message) => compiled.test(message);
  }
  const term = phrase?.replaceAll(/\\(.)/g, '$1') ?? word;
  return (message) => message.includes(term);
}

function regularExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw invalidFilter(`%${source}% is no regular expression`);
  }
}
