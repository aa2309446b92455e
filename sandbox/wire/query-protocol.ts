import type { QueryWire, Service } from '../kernel/service.ts';
import { textOf } from './http.ts';
import type { WireRequest } from './http.ts';
import type { DecodedCall, Protocol } from './protocol.ts';
import { decodeForm } from './query-form.ts';
import { element, xmlMembers } from './query-xml.ts';

/** The Query protocol: a form (or query) with `Action` and `Version` in, XML out (SNS, CloudFormation, STS, older clients). */
export function queryProtocol(services: readonly Service[]): Protocol {
  return {
    decode: (request) => {
      const form = formOf(request);
      const action = form?.get('Action');
      if (form === undefined || action === null || action === undefined) return undefined;
      const version = form.get('Version') ?? '';
      const service = services.find(({ wire }) => wire.query?.version === version);
      const signedFor = credentialScope(request.headers['authorization']) ?? '';
      form.delete('Action');
      form.delete('Version');
      const name = service?.name ?? `${signedFor} of version ${version}`.trim();
      return decodedCall({ service: name, action, form, wire: service?.wire.query });
    },
  };
}

interface QueryCall {
  /** Where the version is no service's: the name that the hub refuses, in the XML that clients of Query can read. */
  readonly service: string;
  readonly action: string;
  readonly form: URLSearchParams;
  readonly wire: QueryWire | undefined;
}

function decodedCall({ service, action, form, wire }: QueryCall): DecodedCall {
  const { namespace = '', mapInputs = {}, mapOutputs = [] } = wire ?? {};
  const headersOf = (requestId: string) => ({ 'content-type': 'text/xml', 'x-amzn-requestid': requestId });
  return {
    service,
    operation: action,
    input: decodeForm(form, mapInputs),
    encode: (output, requestId) => {
      const result = element(`${action}Result`, xmlMembers(output ?? {}, mapOutputs));
      const metadata = element('ResponseMetadata', element('RequestId', requestId));
      return {
        status: 200,
        headers: headersOf(requestId),
        body: `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`,
      };
    },
    encodeError: (error, requestId) => {
      const type = error.status < 500 ? 'Sender' : 'Receiver';
      const members = xmlMembers({ Type: type, Code: error.queryCode, Message: error.message }, mapOutputs);
      return {
        status: error.status,
        headers: headersOf(requestId),
        body:
          `<ErrorResponse xmlns="${namespace}">${element('Error', members)}` +
          `${element('RequestId', requestId)}</ErrorResponse>`,
      };
    },
  };
}

/** The form of a POST; of a GET its query, as the links in notifications have it. */
function formOf({ method, path, headers, body }: WireRequest): URLSearchParams | undefined {
  if (method === 'GET' && path.startsWith('/?')) return new URLSearchParams(path.slice(1));
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return method === 'POST' && isForm ? new URLSearchParams(textOf(body)) : undefined;
}

/** The service that a signature names: `Credential=AKIA…/20240115/us-east-1/sns/aws4_request`. */
function credentialScope(authorization: string | undefined): string | undefined {
  return /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(authorization ?? '')?.[1];
}
