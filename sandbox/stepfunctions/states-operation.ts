import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind } from '../kernel/operation.ts';

/** One operation of this service. */
export interface StatesOperation<Members extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  /** Members of the input; others are refused by name. */
  readonly input: Members;
  /** ARN of what the caller needs the right to, which is called as the operation; `*` without it. */
  readonly resource?: (input: z.output<z.ZodObject<Members>>) => string;
  readonly run: (input: z.output<z.ZodObject<Members>>, call: CallContext) => unknown;
}

/** Declares an operation of this service. */
export function statesOperation<Members extends z.ZodRawShape>({
  name,
  kind,
  input,
  resource = () => '*',
  run,
}: StatesOperation<Members>): Operation {
  return operation({
    name,
    kind,
    parse: inputOf(z.strictObject(input)),
    permissions: (given: z.output<z.ZodObject<Members>>) => [
      { action: `states:${name}`, resource: resource(given) },
    ],
    run,
  });
}
