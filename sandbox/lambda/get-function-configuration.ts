import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { functionConfiguration } from './function-configuration.ts';
import { functionArn, nameIn } from './function-store.ts';
import type { FunctionStore } from './function-store.ts';

const parse = inputOf(
  z.strictObject({ FunctionName: z.string(), Qualifier: z.string().optional() }),
  'InvalidParameterValueException',
);

/** GetFunctionConfiguration. */
export function getFunctionConfiguration(functions: FunctionStore): Operation {
  return operation({
    name: 'GetFunctionConfiguration',
    kind: 'read',
    parse,
    permissions: (input, place) => [
      {
        action: 'lambda:GetFunctionConfiguration',
        resource: functionArn(place, nameIn(input.FunctionName, place).name),
      },
    ],
    run: (input) => functionConfiguration(functions.find(input.FunctionName, input.Qualifier)),
  });
}
