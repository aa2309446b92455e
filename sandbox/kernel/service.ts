import type { Caller } from './operation.ts';
import type { Operation } from './operation.ts';
import type { ResourceType } from './resource.ts';

/** A message handed to whatever stands behind an ARN. */
export interface Delivery {
  /** ARN of a queue, topic, function, bus, log group or state machine. */
  readonly target: string;
  /** The payload, as text. */
  readonly body: string;
  /** A topic's e-mails get it as their subject. */
  readonly subject?: string;
  /** Who delivers: resource policies count too. */
  readonly caller: Caller;
  /** Message attributes, where the target knows them. */
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly traceHeader?: string | undefined;
}

/** A message attribute as SQS and SNS spell it. Binary values are base64 text. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** One path of a REST-JSON service (Lambda, SES v2, X-Ray). */
export interface Route {
  readonly method: string;
  /** `/2015-03-31/functions/{FunctionName}/invocations`: names become members of the input, as do query parameters. */
  readonly path: string;
  readonly operation: string;
  /** The member that takes the whole body as text; without it the body is JSON and its members are the input's. */
  readonly payload?: string;
  /** Request headers that become members, by lower-case header name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers with something else than 200 and the output as JSON. */
  readonly encode?: (output: unknown) => RestAnswer;
}

/** What a REST route answers. */
export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service's version of the older Query protocol: forms in, XML out. */
export interface QueryWire {
  /** API version, `2010-03-31`. */
  readonly version: string;
  /** Namespace of the XML answers. */
  readonly namespace: string;
  /** Members of requests that are maps: what key and value are called in their entries, unless `key` and `value`. */
  readonly mapInputs?: Readonly<Record<string, { readonly key: string; readonly value: string }>>;
  /** Members of answers that are maps, written as `<entry><key/><value/></entry>`. */
  readonly mapOutputs?: readonly string[];
}

/** How a service is reached over the wire; a service may speak several protocols. */
export interface WireNames {
  /** X-Amz-Target prefix of the JSON protocol (`AmazonSQS`), also the service name of rpc-v2-cbor. */
  readonly target?: string;
  /** `1.0` or `1.1`. */
  readonly jsonVersion?: '1.0' | '1.1';
  readonly query?: QueryWire;
  readonly routes?: readonly Route[];
}

/** One AWS service of the sandbox: a room of its own. */
export interface Service {
  /** The service's name in ARNs and IAM actions: `sqs`, `states`, `events`. */
  readonly name: string;
  readonly wire: WireNames;
  readonly operations: readonly Operation[];
  readonly resourceTypes: readonly ResourceType[];
  /** Takes a delivery inside the caller's open transaction; throws AwsError where the target does not exist. */
  readonly receive?: (delivery: Delivery) => void;
  /** Starts pumps and goes on with what the store says is unfinished. Called after provisioning. */
  readonly start?: () => void;
  /** Stops taking work, lets what runs end, gives the rest back. */
  readonly stop?: () => Promise<void>;
}
