import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import type { Permission } from '../../kernel/operation.ts';
import type { Place } from '../../kernel/place.ts';

/** The members of every listing: all of it comes in one page. */
export const listing = { position: z.string().optional(), limit: z.unknown().optional() };

/** A parser for the given members, in the service's own code. */
export function reads<Shape extends z.ZodRawShape>(
  shape: Shape,
): (raw: Readonly<Record<string, unknown>>) => z.output<z.ZodObject<Shape, z.core.$strict>> {
  return inputOf(z.strictObject(shape), 'BadRequestException');
}

/** API Gateway guards its paths by HTTP method. */
export function mayGet({ region }: Place, path: string): readonly Permission[] {
  return [{ action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::${path}` }];
}
