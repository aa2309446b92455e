import { createApiGateway } from './apigateway/service.ts';
import type { ApiGateway } from './apigateway/service.ts';
import { createCloudFormation } from './cloudformation/service.ts';
import type { CloudFormation } from './cloudformation/service.ts';
import { createCloudWatch } from './cloudwatch/service.ts';
import { createDynamoDb, createDynamoDbStreams } from './dynamodb/service.ts';
import { createEvents } from './events/service.ts';
import { createIam, createSts } from './iam/service.ts';
import type { Iam } from './iam/service.ts';
import type { Ground } from './kernel/ground.ts';
import type { Service } from './kernel/service.ts';
import { createLambda } from './lambda/service.ts';
import type { LambdaDependencies } from './lambda/dependencies.ts';
import type { LambdaRoom } from './lambda/service.ts';
import { createLogs } from './logs/service.ts';
import { createPipes } from './pipes/service.ts';
import { createMailbox } from './ses/mailbox.ts';
import type { Mailbox } from './ses/mailbox.ts';
import { createSes } from './ses/service.ts';
import { createSns } from './sns/service.ts';
import { createSqs } from './sqs/service.ts';
import type { Disorder } from './sqs/disorder.ts';
import { createStepFunctions } from './stepfunctions/service.ts';
import { warmingUp } from './warm-up.ts';
import { createXray } from './xray/service.ts';

/** Every room of the sandbox, and those that the start itself talks to. */
export interface Rooms {
  /** In the order in which they start: what others write to comes first. */
  readonly all: readonly Service[];
  readonly iam: Iam;
  readonly cloudformation: CloudFormation;
  readonly apigateway: ApiGateway;
  readonly lambda: LambdaRoom;
  readonly mailbox: Mailbox;
}

/** What the rooms are handed from outside the cloud. */
export interface RoomsDependencies extends Pick<LambdaDependencies, 'handle' | 'compileCache' | 'realm'> {
  readonly apiEndpoint: () => string;
  readonly disorder?: Disorder;
  readonly indexLagMs?: number;
}

/** Makes every room and hands each what it needs of the others; all else they reach by calls and deliveries. */
export function createRooms(ground: Ground, dependencies: RoomsDependencies): Rooms {
  const iam = createIam(ground);
  const { decideByResource, credentialsFor } = iam;
  const cloudwatch = createCloudWatch(ground);
  const { metrics } = cloudwatch;
  const logs = createLogs(ground, { metrics, decideByResource });
  const xray = createXray(ground);
  const dynamodb = createDynamoDb(ground, dependencies);
  const sqs = createSqs(ground, { ...dependencies, decideByResource });
  cloudwatch.addGauges(sqs.gauges);
  const mailbox = createMailbox(ground);
  const sns = createSns(ground, { mailbox, decideByResource });
  const lambda = createLambda(ground, {
    ...dependencies,
    metrics,
    logs,
    traces: xray,
    queues: sqs.pollers,
    streams: dynamodb,
    decideByResource,
    credentialsFor,
  });
  for (const room of [sqs, sns, lambda]) iam.addResourcePolicies(room.name, room.policyOf);
  const invoke = dependencies.realm === undefined ? warmingUp(ground, lambda) : lambda.invoke;
  const apigateway = createApiGateway(ground, { invoke, logs, metrics, traces: xray });
  const cloudformation = createCloudFormation(ground, dependencies);
  const all = [
    iam,
    createSts(ground, iam),
    cloudwatch,
    logs,
    xray,
    dynamodb,
    createDynamoDbStreams(ground, dynamodb),
    sqs,
    createSes(ground, { mailbox }),
    sns,
    createEvents(ground, { metrics }),
    lambda,
    createStepFunctions(ground, { metrics, logs }),
    createPipes(ground, { source: dynamodb, metrics }),
    apigateway,
    cloudformation,
  ];
  return { all, iam, cloudformation, apigateway, lambda, mailbox };
}
