import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { compilePipe } from '../compiled-pipe.ts';
import { checkEnds, pipeSpecSchema } from '../pipe-spec.ts';
import { pipeArn } from '../pipe-store.ts';
import type { PipePlan } from '../pipe-store.ts';
import type { RunnerParts } from '../runner.ts';

const withoutEffect = {
  Tags: 'the sandbox keeps no tags of pipes',
  LogConfiguration: 'a failing record is printed by the sandbox and shown as StateReason of DescribePipe',
  KmsKeyIdentifier: 'the sandbox encrypts nothing',
  'SourceParameters.DynamoDBStreamParameters.ParallelizationFactor':
    'one reader keeps the order of the stream',
  'SourceParameters.DynamoDBStreamParameters.OnPartialBatchItemFailure':
    'only the record that failed is tried again',
};

const parse = inputOf(
  pipeSpecSchema.extend({
    Name: z
      .string()
      .regex(/^[.\-\w]{1,64}$/)
      .optional(),
    DesiredState: z.enum(['RUNNING', 'STOPPED']).default('RUNNING'),
    Tags: z.unknown().optional(),
    LogConfiguration: z.unknown().optional(),
    KmsKeyIdentifier: z.unknown().optional(),
  }),
);

/** AWS::Pipes::Pipe: Ref is the name. */
export function pipeResource(
  { ground: { place, store, trusts }, pipes, source }: RunnerParts,
  onChange: { readonly put: (name: string) => void; readonly removed: (name: string) => void },
): ResourceType {
  return resourceType<PipePlan & { readonly name: string | undefined }>({
    type: 'AWS::Pipes::Pipe',
    withoutEffect,
    parse: (properties) => {
      const { Name, DesiredState, Tags, LogConfiguration, KmsKeyIdentifier, ...spec } = parse(properties);
      void [Tags, LogConfiguration, KmsKeyIdentifier]; // withoutEffect
      checkEnds(spec);
      compilePipe(spec, { arn: '', name: '' });
      return { name: Name, state: DesiredState, spec };
    },
    identify: (request) => {
      const { name = generatedName(request), state } = request.properties;
      return { physicalId: name, attributes: { Arn: pipeArn(place, name), CurrentState: state } };
    },
    provision: ({ properties }, { physicalId: name }) => {
      const { RoleArn, Source, SourceParameters } = properties.spec;
      if (!trusts(RoleArn, 'pipes.amazonaws.com')) throw notAssumable(RoleArn);
      const fromLatest = SourceParameters.DynamoDBStreamParameters.StartingPosition === 'LATEST';
      pipes.put(name, properties, () => (fromLatest ? (source.latest(Source) ?? null) : null));
      store.afterCommit(() => {
        onChange.put(name);
      });
    },
    remove: (name) => {
      pipes.remove(name);
      onChange.removed(name);
    },
  });
}

function notAssumable(role: string): AwsError {
  return new AwsError(
    'ValidationException',
    `Provided role '${role}' cannot be assumed by principal 'pipes.amazonaws.com'.`,
  );
}
