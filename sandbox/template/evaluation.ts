import type { Json, JsonObject } from '../kernel/json.ts';
import type { Place } from '../kernel/place.ts';

/** What intrinsic functions may look at. */
export interface Scope {
  readonly place: Place;
  readonly mappings: JsonObject;
  /** Value of a parameter, pseudo parameter or resource; undefined is AWS::NoValue. */
  readonly ref: (name: string, at: string) => Json | undefined;
  readonly attribute: (target: AttributeTarget, at: string) => Json;
  readonly condition: (name: string, at: string) => boolean;
}

/** What Fn::GetAtt names. */
export interface AttributeTarget {
  readonly logicalId: string;
  readonly attribute: string;
}

/** An intrinsic function at work: its place in the template and a way to resolve its arguments. */
export interface Evaluation {
  readonly scope: Scope;
  readonly at: string;
  /** Resolves an argument; undefined is AWS::NoValue. */
  readonly value: (argument: Json) => Json | undefined;
}

/** Resolves its argument; undefined is AWS::NoValue. */
export type IntrinsicFunction = (argument: Json, evaluation: Evaluation) => Json | undefined;
