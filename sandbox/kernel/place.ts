/** Where the sandbox pretends to be. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** `arn:aws:<service>:<region>:<account>:<resource>` in this place. */
export function arn(place: Place, service: string, resource: string): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** The parts of an ARN. */
export interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything after the account, colons included: `function:name`, `table/name/stream/label`. */
  readonly resource: string;
}

/** The parts of `text`, or undefined where it is no ARN. */
export function parseArn(text: string): ArnParts | undefined {
  const [prefix, , service, region, accountId, ...resource] = text.split(':');
  if (prefix !== 'arn' || service === undefined || region === undefined || accountId === undefined)
    return undefined;
  return { service, region, accountId, resource: resource.join(':') };
}
