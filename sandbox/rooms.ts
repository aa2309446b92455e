import { createApiGateway } from './apigateway/service.ts';
import type { ApiGateway } from './apigateway/service.ts';
import { createCloudFormation } from './cloudformation/service.ts';
import type { CloudFormation } from './cloudformation/service.ts';
import { createCloudWatch } from './cloudwatch/service.ts';
import { createDynamoDb, createDynamoDbStreams } from './dynamodb/service.ts';
import { compilePattern } from './kernel/event-language/pattern.ts';
import { createEvents } from './events/service.ts';
import { createIam, createSts } from './iam/service.ts';
import type { Iam } from './iam/service.ts';
import type { Ground } from './kernel/ground.ts';
import type { Service } from './kernel/service.ts';
import { createLambda } from './lambda/service.ts';
import type { LambdaDependencies } from './lambda/dependencies.ts';
import type { LambdaRoom } from './lambda/service.ts';
import type { RealmOptions } from './lambda/realm/realm-options.ts';
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
export interface RoomsDependencies {
  readonly handle: LambdaDependencies['handle'];
  readonly apiEndpoint: () => string;
  /** Directory for compiled code. */
  readonly compileCache?: string;
  /** Functions run in this realm. */
  readonly realm?: RealmOptions;
  readonly disorder?: Disorder;
  readonly indexLagMs?: number;
}

/** Makes every room and hands each what it needs of the others; all else they reach by calls and deliveries. */
export function createRooms(ground: Ground, dependencies: RoomsDependencies): Rooms {
  const { handle, apiEndpoint, compileCache, realm, disorder, indexLagMs } = dependencies;
  const iam = createIam(ground);
  const { decideByResource } = iam;
  const cloudwatch = createCloudWatch(ground);
  const { metrics } = cloudwatch;
  const logs = createLogs(ground, { metrics, decideByResource });
  const xray = createXray(ground);
  const dynamodb = createDynamoDb(ground, indexLagMs === undefined ? {} : { indexLagMs });
  const sqs = createSqs(ground, { decideByResource, ...(disorder === undefined ? {} : { disorder }) });
  cloudwatch.addGauges(sqs.gauges);
  const mailbox = createMailbox(ground);
  const ses = createSes(ground, { mailbox });
  const sns = createSns(ground, { mailbox, decideByResource });
  const events = createEvents(ground, { metrics });
  const lambda = createLambda(ground, {
    handle,
    metrics,
    logs,
    traces: xray,
    queues: sqs.pollers,
    streams: dynamodb,
    compilePattern,
    decideByResource,
    credentialsFor: iam.credentialsFor,
    ...(compileCache === undefined ? {} : { compileCache }),
    ...(realm === undefined ? {} : { realm }),
  });
  const states = createStepFunctions(ground, { metrics, logs });
  const pipes = createPipes(ground, { source: dynamodb, metrics });
  const invoke = realm === undefined ? warmingUp(ground, lambda) : lambda.invoke;
  const apigateway = createApiGateway(ground, { invoke, logs, metrics, traces: xray });
  for (const room of [sqs, sns, lambda]) iam.addResourcePolicies(room.name, room.policyOf);
  const cloudformation = createCloudFormation(ground, { apiEndpoint });
  const streams = createDynamoDbStreams(ground, dynamodb);
  const all = [iam, createSts(ground, iam), cloudwatch, logs, xray, dynamodb, streams, sqs, ses, sns, events, lambda, states, pipes, apigateway, cloudformation]; // prettier-ignore
  return { all, iam, cloudformation, apigateway, lambda, mailbox };
}
