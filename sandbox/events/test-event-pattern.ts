import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';

const parse = inputOf(z.strictObject({ EventPattern: z.string().max(4_096), Event: z.string() }));

/** Members that AWS asks for in the event of TestEventPattern. */
const requiredMembers = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** TestEventPattern. */
export function testEventPattern(): Operation {
  return operation({
    name: 'TestEventPattern',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'events:TestEventPattern', resource: '*' }],
    run: ({ EventPattern, Event }) => {
      const test = compilePattern(EventPattern);
      const event = parseJson(Event);
      if (!isObject(event)) throw new AwsError('ValidationException', 'Parameter Event is not valid.');
      const missing = requiredMembers.find((name) => event[name] === undefined);
      if (missing !== undefined) {
        const message = `Parameter Event is not valid. Reason: "${missing}" is a required argument.`;
        throw new AwsError('ValidationException', message);
      }
      return { Result: test(event) };
    },
  });
}
