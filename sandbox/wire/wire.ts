import { AwsError } from '../kernel/errors.ts';
import type { InternalCall } from '../kernel/ground.ts';
import type { Caller } from '../kernel/operation.ts';
import type { Service } from '../kernel/service.ts';
import { cborProtocol } from './cbor-protocol.ts';
import type { WireRequest, WireResponse } from './http.ts';
import { jsonError, jsonProtocol } from './json-protocol.ts';
import type { DecodedCall } from './protocol.ts';
import { queryProtocol } from './query-protocol.ts';
import { restProtocol } from './rest-protocol.ts';

/** What the wire needs from the hub. */
export interface WireDependencies {
  readonly services: readonly Service[];
  readonly newRequestId: () => string;
  readonly identify: (accessKeyId: string | undefined, sessionToken?: string) => Caller;
  readonly call: (call: InternalCall, requestId: string) => Promise<unknown>;
  readonly report: (where: string, thrown: unknown) => void;
}

/** Answers requests of every AWS wire protocol that the services speak. */
export function createWire(
  dependencies: WireDependencies,
): (request: WireRequest, caller?: Caller) => Promise<WireResponse> {
  const { services, newRequestId, identify, call, report } = dependencies;
  const protocols = [jsonProtocol, cborProtocol, queryProtocol, restProtocol].map((protocol) =>
    protocol(services),
  );
  const contentType = 'application/json';

  const refuse = (where: string, thrown: unknown): AwsError => {
    if (thrown instanceof AwsError) return thrown;
    report(where, thrown);
    return new AwsError('InternalFailure', 'The sandbox failed; see its output.', { status: 500 });
  };

  const signerOf = ({ headers }: WireRequest): Caller =>
    identify(accessKeyId(headers['authorization']), headers['x-amz-security-token']);

  return async (request, caller) => {
    const requestId = newRequestId();
    let decoded: DecodedCall | undefined;
    try {
      for (const protocol of protocols) decoded ??= protocol.decode(request);
    } catch (thrown) {
      return jsonError({ error: refuse('wire', thrown), requestId, contentType });
    }
    if (decoded === undefined) {
      const error = new AwsError(
        'UnknownOperationException',
        `The sandbox knows no ${request.method} ${request.path}; see docs/sandbox.md for what it does.`,
        { status: 404 },
      );
      return jsonError({ error, requestId, contentType });
    }
    const { service, operation, input } = decoded;
    try {
      const output = await call(
        {
          service,
          operation,
          input,
          caller: caller ?? signerOf(request),
          traceHeader: request.headers['x-amzn-trace-id'],
          signal: request.signal,
        },
        requestId,
      );
      return decoded.encode(output, requestId);
    } catch (thrown) {
      return decoded.encodeError(refuse(`${service}:${operation}`, thrown), requestId);
    }
  };
}

/** The access key id of a signature: `Credential=AKIA…/20240115/…`. */
function accessKeyId(authorization: string | undefined): string | undefined {
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1];
}
