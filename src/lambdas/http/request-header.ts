import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Every value of a header, whatever the case of its name: REST APIs pass names on as the client wrote them. */
export function headerValues(event: APIGatewayProxyEvent, name: string): readonly string[] {
  const headers = Object.entries(event.multiValueHeaders ?? {});
  const many = headers.filter(([key]) => key.toLowerCase() === name).flatMap(([, values]) => values ?? []);
  if (many.length > 0) return many;
  const single = Object.entries(event.headers ?? {});
  return single.filter(([key]) => key.toLowerCase() === name).flatMap(([, value]) => value ?? []);
}
