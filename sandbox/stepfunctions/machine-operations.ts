import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { noLogging } from './logging.ts';
import { checkActive, isSame } from './machines.ts';
import { checkName, machineArn, machineOf } from './names.ts';
import { pageMembers, pageSize, pageToken, positionIn } from './paging.ts';
import { statesOperation } from './states-operation.ts';

/** Logging and versions are refused by name: a template gives a machine its log. */
export const createStateMachine = statesOperation({
  name: 'CreateStateMachine',
  kind: 'write',
  members: {
    name: z.string(),
    definition: z.string().max(1_048_576),
    roleArn: z.string(),
    type: z.literal('STANDARD', 'only STANDARD is supported by the sandbox').optional(),
  },
  resource: ({ name }, { ground: { place } }) => machineArn(place, name),
  run: ({ ground: { place }, machines }, { name, definition, roleArn }) => {
    checkName(name);
    if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
      throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
    }
    const spec = { name, definition, roleArn, logging: noLogging };
    const known = machines.find(name);
    const stateMachineArn = machineArn(place, name);
    if (known !== undefined) checkActive(known, stateMachineArn);
    // Creating the same again is no error; the role does not count.
    if (known !== undefined && !isSame(known.revision, { ...spec, roleArn: known.revision.roleArn })) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn}'`);
    }
    const { createdAt } = known ?? machines.save(spec);
    return { stateMachineArn, creationDate: new Timestamp(createdAt) };
  },
});

export const describeStateMachine = statesOperation({
  name: 'DescribeStateMachine',
  kind: 'read',
  members: { stateMachineArn: z.string() },
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: ({ machines }, { stateMachineArn }) => {
    const { revision, status, createdAt } = machines.get(machineOf(stateMachineArn));
    const { id: revisionId, name, definition, roleArn, logging } = revision;
    return {
      stateMachineArn,
      ...{ name, status, type: 'STANDARD', creationDate: new Timestamp(createdAt) },
      ...{ definition, roleArn, revisionId },
      loggingConfiguration: {
        level: logging.Level,
        includeExecutionData: logging.IncludeExecutionData,
        destinations: logging.Destinations.map(({ CloudWatchLogsLogGroup: { LogGroupArn } }) => ({
          cloudWatchLogsLogGroup: { logGroupArn: LogGroupArn },
        })),
      },
    };
  },
});

export const listStateMachines = statesOperation({
  name: 'ListStateMachines',
  kind: 'read',
  members: pageMembers,
  run: ({ ground: { place }, machines }, { maxResults, nextToken }) => {
    const from = nextToken === undefined ? 0 : positionIn(nextToken);
    const all = machines.list();
    const to = from + pageSize(maxResults);
    const stateMachines = all.slice(from, to).map(({ name, createdAt }) => ({
      stateMachineArn: machineArn(place, name),
      name,
      type: 'STANDARD',
      creationDate: new Timestamp(createdAt),
    }));
    return { stateMachines, nextToken: to < all.length ? pageToken(to) : undefined };
  },
});
