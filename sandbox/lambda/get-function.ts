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

/** GetFunction: the configuration, where the code lies, and the reserved concurrency. */
export function getFunction(functions: FunctionStore): Operation {
  return operation({
    name: 'GetFunction',
    kind: 'read',
    parse,
    permissions: (input, place) => [
      { action: 'lambda:GetFunction', resource: functionArn(place, nameIn(input.FunctionName, place).name) },
    ],
    run: (input) => {
      const target = functions.find(input.FunctionName, input.Qualifier);
      return {
        Configuration: functionConfiguration(target),
        Code: { RepositoryType: 'Local', Location: target.codeDirectory },
        ...(target.reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: target.reservedConcurrency } }),
      };
    },
  });
}

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
