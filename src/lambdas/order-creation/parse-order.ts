import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  createOrderSchema,
  type CreateOrderRequest,
  maxBodyBytes,
} from '../../contracts/api/create-order.ts';
import { detailsOf, inOurWords } from '../../contracts/api/issue-details.ts';
import type { OrderDraft } from '../../core/orders/order-draft.ts';
import type { Problem } from '../http/api-response.ts';

/** The body as a request, or the problem with it. API Gateway has only looked at its outline. */
export function parseOrder(event: APIGatewayProxyEvent): CreateOrderRequest | Problem {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.byteLength > maxBodyBytes) {
    return { code: 'PayloadTooLarge', message: 'The body may have at most 256 KB' };
  }
  const json = parseJson(body);
  if (json === undefined) return { code: 'InvalidJSON', message: 'The body must be valid JSON' };
  const parsed = createOrderSchema.safeParse(json.value, { error: inOurWords });
  if (parsed.success) return parsed.data;
  return { code: 'ValidationError', message: 'The order is not valid', details: detailsOf(parsed.error) };
}

export const draftOf = ({ items, currency, ...customer }: CreateOrderRequest): OrderDraft => ({
  customer,
  items,
  currency,
});

function parseJson(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(strictUtf8.decode(body)) };
  } catch {
    return undefined;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
