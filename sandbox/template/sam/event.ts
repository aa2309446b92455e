import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, asText, entriesOf, onlyKeys } from '../shape.ts';
import { beside, ref } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

/** One entry of `Events`. */
export interface SamEvent {
  readonly resource: SamResource;
  /** `<FunctionId><EventName>`: the logical id of what the event becomes. */
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly at: string;
}

/** What an event becomes, and the rights that the function's role needs for it. */
export interface ExpandedEvent {
  readonly resources: readonly Generated[];
  readonly managed?: readonly string[];
  readonly policies?: readonly Json[];
}

/** The entries of a resource's `Events`. */
export function eventsOf(resource: SamResource): SamEvent[] {
  const { logicalId, declaration } = resource;
  return entriesOf(declaration.properties['Events'], `${resource.at}.Events`).map(([name, value]) => {
    const at = `${resource.at}.Events.${name}`;
    const body = asObject(value, at);
    onlyKeys(body, ['Type', 'Properties'], at);
    return {
      resource,
      id: logicalId + name,
      type: asText(body['Type'] ?? '', `${at}.Type`),
      properties: asObject(body['Properties'] ?? {}, `${at}.Properties`),
      at: `${at}.Properties`,
    };
  });
}

/** The permission that lets an event source invoke the function. */
export function invokePermission(
  { resource, id }: SamEvent,
  { principal, sourceArn, suffix = '' }: { principal: string; sourceArn: Json; suffix?: string },
): Generated {
  return beside(resource, `${id}Permission${suffix}`, {
    type: 'AWS::Lambda::Permission',
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref(resource.logicalId),
      Principal: principal,
      SourceArn: sourceArn,
    },
  });
}
