import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { StreamSource } from '../../kernel/stream-source.ts';
import { compilePipe } from '../compiled-pipe.ts';
import { checkEnds, pipeSpecSchema } from '../pipe-spec.ts';
import type { PipeSpec } from '../pipe-spec.ts';
import { pipeArn } from '../pipe-store.ts';
import type { PipeState, PipeStore } from '../pipe-store.ts';

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

interface Pipe {
  readonly name: string | undefined;
  readonly state: PipeState;
  readonly spec: PipeSpec;
}

/** AWS::Pipes::Pipe: Ref is the name. */
export function pipeResource(
  { place, store, trusts }: Ground,
  { pipes, source }: { readonly pipes: PipeStore; readonly source: StreamSource },
  onChange: { readonly put: (name: string) => void; readonly removed: (name: string) => void },
): ResourceType {
  return resourceType<Pipe>({
    type: 'AWS::Pipes::Pipe',
    withoutEffect,
    parse: (properties) => {
      const { Name, DesiredState, Tags, LogConfiguration, KmsKeyIdentifier, ...spec } = parse(properties);
      void [Tags, LogConfiguration, KmsKeyIdentifier]; // withoutEffect
      checkEnds(spec);
      compilePipe(spec, { arn: '', name: '' });
      return { name: Name, state: DesiredState, spec };
    },
    identify: (request) => ({
      physicalId: nameOf(request),
      attributes: { Arn: pipeArn(place, nameOf(request)), CurrentState: request.properties.state },
    }),
    provision: (request) => {
      const { spec, state } = request.properties;
      if (!trusts(spec.RoleArn, 'pipes.amazonaws.com')) throw notAssumable(spec.RoleArn);
      const fromLatest = spec.SourceParameters.DynamoDBStreamParameters.StartingPosition === 'LATEST';
      const name = nameOf(request);
      pipes.put({ name, spec, state }, () => (fromLatest ? (source.latest(spec.Source) ?? null) : null));
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

function nameOf({ stackName, logicalId, properties }: ResourceRequest<Pipe>): string {
  return properties.name ?? `${stackName}-${logicalId}`;
}
