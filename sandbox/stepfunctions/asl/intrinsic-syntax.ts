import type { Json } from '../../kernel/json.ts';
import { StateError, SyntaxProblem } from './errors.ts';
import { intrinsics } from './intrinsics.ts';
import { pathOf } from './json-path.ts';
import type { Scope } from './json-path.ts';

type Argument = (scope: Scope) => Json;

interface Parsed {
  readonly value: Argument;
  /** Where the text goes on. */
  readonly end: number;
  /** A quoted text as it was written: States.Format tells escaped braces from places to fill. */
  readonly raw?: string;
}

/**
 * Understands a call such as `States.Format('thing {}', $.id)`; arguments are strings in single quotes, numbers, true,
 * false, null, paths and further calls.
 * @throws SyntaxProblem
 */
export function compileIntrinsic(text: string): Argument {
  const parsed = parseCall(text, 0);
  if (skipSpace(text, parsed.end) !== text.length) throw invalid(text);
  return parsed.value;
}

function parseCall(text: string, start: number): Parsed {
  const name = match(/States\.\w+(?=\s*\()/y, text, start);
  if (name === undefined) throw invalid(text);
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined)
    throw new SyntaxProblem(`${name} is no intrinsic function that the sandbox knows`);
  const { list, end } = parseArguments(text, text.indexOf('(', start) + 1);
  const [least, most] = intrinsic.arity;
  if (list.length < least || list.length > most) {
    throw new SyntaxProblem(`Invalid number of arguments for ${name} in '${text}'`);
  }
  const values = list.map(({ value, raw }) =>
    raw === undefined || name !== 'States.Format' ? value : () => raw,
  );
  return {
    end,
    value: (scope) => {
      try {
        return intrinsic.run(
          values.map((value) => value(scope)),
          scope.random,
        );
      } catch (thrown) {
        if (thrown instanceof StateError) throw thrown;
        throw new StateError('States.IntrinsicFailure', `${name} failed: ${String(thrown)}`);
      }
    },
  };
}

function parseArguments(text: string, start: number): { readonly list: Parsed[]; readonly end: number } {
  const list: Parsed[] = [];
  let at = skipSpace(text, start);
  if (text[at] === ')') return { list, end: at + 1 };
  for (;;) {
    const argument = parseArgument(text, at);
    list.push(argument);
    at = skipSpace(text, argument.end);
    if (text[at] === ')') return { list, end: at + 1 };
    if (text[at] !== ',') throw invalid(text);
    at = skipSpace(text, at + 1);
  }
}

function parseArgument(text: string, at: number): Parsed {
  if (text.startsWith('States.', at)) return parseCall(text, at);
  const quoted = match(/'(?:[^'\\]|\\.)*'/y, text, at);
  if (quoted !== undefined) {
    const raw = quoted.slice(1, -1);
    const literal = raw.replaceAll(/\\(.)/g, '$1');
    return { value: () => literal, end: at + quoted.length, raw };
  }
  const path = match(/\$(?:\[(?:'[^']*'|"[^"]*"|[^\]])*\]|[^,)\s[\]])*/y, text, at);
  if (path !== undefined) return { value: readable(path), end: at + path.length };
  const literal = match(/(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\b/y, text, at);
  if (literal === undefined) throw invalid(text);
  const value = JSON.parse(literal) as Json; // the expression above lets only JSON literals pass
  return { value: () => value, end: at + literal.length };
}

function readable(text: string): Argument {
  const path = pathOf(text);
  return (scope) => {
    const value = path.read(scope);
    if (value === undefined) {
      throw new StateError('States.IntrinsicFailure', `The path '${text}' could not be found in the input`);
    }
    return value;
  };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skipSpace(text: string, at: number): number {
  return at + (match(/\s*/y, text, at)?.length ?? 0);
}

function invalid(text: string): SyntaxProblem {
  return new SyntaxProblem(`'${text}' is no valid intrinsic function call`);
}
