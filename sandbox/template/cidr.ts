import type { Json } from '../kernel/json.ts';
import type { Evaluation } from './evaluation.ts';
import { asList, asText } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** `Fn::Cidr`: `count` blocks of 2^`bits` addresses out of an IPv4 block. */
export function cidr(argument: Json, run: Evaluation): Json {
  const [block = '', count = 1, bits = ''] = asList(argument, run.at);
  const text = asText(run.value(block) ?? '', run.at);
  const [, a, b, c, d, prefix] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text) ?? [];
  const hostBits = Number(asText(run.value(bits) ?? '', run.at));
  const wanted = Number(asText(run.value(count) ?? '', run.at));
  const size = 2 ** hostBits;
  if (prefix === undefined || wanted * size > 2 ** (32 - Number(prefix))) {
    throw new TemplateError(
      run.at,
      `Fn::Cidr cannot cut ${String(wanted)} blocks out of "${text}" (IPv4 only)`,
    );
  }
  const start = [a, b, c, d].reduce((sum, part) => sum * 256 + Number(part), 0);
  return Array.from({ length: wanted }, (_, index) => {
    const address = start + index * size;
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
    return `${parts.join('.')}/${String(32 - hostBits)}`;
  });
}
