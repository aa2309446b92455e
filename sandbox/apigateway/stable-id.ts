import { createHash } from 'node:crypto';

/** An id as API Gateway makes them (lower-case letters and digits), the same for the same name at every start. */
export function stableId(name: string, length: number): string {
  const digest = createHash('sha256').update(name).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

/** The id of what a template declares. */
export function idOf(request: { readonly stackName: string; readonly logicalId: string }): string {
  return stableId(`${request.stackName}/${request.logicalId}`, 10);
}
