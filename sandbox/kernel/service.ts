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

/** How the older Query protocol spells a service's lists and maps. */
export interface QueryShape {
  /** Namespace of the XML answers. */
  readonly namespace: string;
  /**
   * Flattened members of requests, by the name on the wire: `AttributeName.1=All` is `{ AttributeName: { member:
   * 'AttributeNames' } }`; a map also names its key and value: `Attribute.1.Name`, `Attribute.1.Value`.
   */
  readonly flattenedInputs?: Readonly<Record<string, QueryMember>>;
  /** Members of requests that are maps under `entry`: their key and value names (SNS: MessageAttributes Name/Value). */
  readonly mapInputs?: Readonly<Record<string, { readonly key: string; readonly value: string }>>;
  /** Members of answers that are maps, written as `<entry><key/><value/></entry>`. */
  readonly mapOutputs?: readonly string[];
  /**
   * Flattened members of answers: lists and maps without a wrapper, by member name, or by `Operation.Member` where
   * only that operation spells its elements so.
   */
  readonly flattenedOutputs?: Readonly<Record<string, QueryMember>>;
}

/** One flattened list or map of the Query protocol. */
export interface QueryMember {
  /** Inputs: the member's real name. Outputs: the element's name. */
  readonly member: string;
  /** For maps: how key and value are called inside an entry. */
  readonly key?: string;
  readonly value?: string;
}

/** How a service is reached over the wire; a service may speak several protocols. */
export interface WireNames {
  /** X-Amz-Target prefix of the JSON protocol (`AmazonSQS`), also the service name of rpc-v2-cbor. */
  readonly target?: string;
  /** `1.0` or `1.1`. */
  readonly jsonVersion?: '1.0' | '1.1';
  /** API version of the Query protocol (`2012-11-05`), with its shapes. */
  readonly queryVersion?: string;
  readonly query?: QueryShape;
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
