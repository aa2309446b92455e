import { accepted, address, invalid, line, order, posting } from '../input-case.ts';
import type { Expected, InputCase } from '../input-case.ts';

const email = (name: string, customerEmail: string, expected: Expected): InputCase =>
  posting(`e-mail: ${name}`, order({ customerEmail }), expected);
const refused = invalid('customerEmail');
const localOf = (length: number): string => 'a'.repeat(length - '@example.com'.length);

const emails: readonly InputCase[] = [
  email('plain', 'customer@example.com', accepted),
  email('with a tag', 'a.b+tag@sub.example.co.uk', accepted),
  email('254 characters', `${localOf(254)}@example.com`, accepted),
  email('255 characters', `${localOf(255)}@example.com`, refused),
  email('no @', 'customer.example.com', refused),
  email('two @', 'a@b@example.com', refused),
  email('no domain', 'customer@', refused),
  email('no local part', '@example.com', refused),
  email('no top-level domain', 'a@localhost', refused),
  email('an address literal', 'a@[127.0.0.1]', refused),
  email('a display name', 'A B <a@example.com>', refused),
  email('two addresses', 'a@example.com,b@example.com', refused),
  email('a header', 'a@example.com\r\nBcc: b@example.com', refused),
  email('a header by LF alone', 'a@example.com\nBcc: b@example.com', refused),
  email('a header by CR alone', 'a@example.com\rBcc: b@example.com', refused),
  email('an escaped header', 'a@example.com%0d%0aBcc:b@example.com', refused),
  email('NUL', 'a@example.com\0', refused),
  email('a quoted local part', '"a b"@example.com', refused),
  email('a comment', 'a(comment)@example.com', refused),
  email('two dots', 'a..b@example.com', refused),
  email('beyond ASCII', 'k\u00e4ufer@example.com', refused),
  email('letters that look alike', 'a@ex\u0430mple.com', refused),
  email('white space around', ' a@example.com ', refused),
  email('200 KB of dots', 'a.'.repeat(100_000), refused),
  email('200 KB of a domain', `a@${'a.'.repeat(100_000)}`, refused),
  email('200 KB of dashes', `a@${'-'.repeat(200_000)}`, refused),
];

const phone = (customerPhone: string, expected: Expected): InputCase =>
  posting(`phone: ${customerPhone}`, order({ customerPhone }), expected);
const phones: readonly InputCase[] = [
  ...['+14155550123', '+4930123456', '+1234567'].map((number) => phone(number, accepted)),
  ...['14155550123', '+0155550123', '+1 415 555 0123', '+123456', `+1${'2'.repeat(15)}`, '+\u0661\u0662\u0663\u0664\u0665\u0666\u0667', '+14155550123\n', '+1415555012x'].map((number) => phone(number, invalid('customerPhone'))), // prettier-ignore
];

const customer = (name: string, customerId: string, expected: Expected): InputCase =>
  posting(`text: ${name}`, order({ customerId }), expected);
const customers: readonly InputCase[] = [
  customer('1 character', 'C', accepted),
  customer('128 characters', 'x'.repeat(128), accepted),
  customer('129 characters', 'x'.repeat(129), invalid('customerId')),
  customer('200 KB', 'x'.repeat(200_000), invalid('customerId')),
  customer('many scripts', 'Zo\u00eb \u{1f6d2} \u0645\u0631\u062d\u0628\u0627 \u4f60\u597d', accepted),
  customer('a mark of Hebrew and Arabic text', '\u05d0\u200fb', accepted),
  customer('markup', '<script>alert(1)</script>', accepted),
  customer('SQL', "'; DROP TABLE orders; --", accepted),
  customer('an expression of DynamoDB', 'x = :status OR attribute_exists(orderId)', accepted),
  customer('a template', '${process.env.PATH} {{7*7}} #{7*7} $context.apiId', accepted),
  customer('a JNDI lookup', '${jndi:ldap://127.0.0.1/a}', accepted),
  customer('a path', '../../../etc/passwd', accepted),
  ...Object.entries({ NUL: '\0', TAB: '\t', LF: '\n', CR: '\r', ESC: '\u001b[31m', DEL: '\u007f', NEL: '\u0085', 'line separator': '\u2028', 'paragraph separator': '\u2029', 'direction override': '\u202e', 'direction isolate': '\u2066', 'replacement character': '\ufffd' }).map(([name, character]) => customer(`with ${name}`, `a${character}b`, invalid('customerId'))), // prettier-ignore
  posting(
    'text: a lone surrogate',
    JSON.stringify(order()).replace('CUST-1', '\\ud800'),
    invalid('customerId'),
  ),
  posting('text: surrogates in the wrong order', JSON.stringify(order()).replace('CUST-1', '\\udc00\\ud800'), invalid('customerId')), // prettier-ignore
];

const street = (name: string, text: string, expected: Expected): InputCase =>
  posting(`address: ${name}`, order({ shippingAddress: { ...address, street: text } }), expected);
const product = (productId: string, expected: Expected): InputCase =>
  posting(
    `product: ${productId.length > 20 ? String(productId.length) : productId}`,
    order({ items: [{ ...line, productId }] }),
    expected,
  );

/** Texts: e-mail, phone, names and addresses in every script, and characters that belong nowhere. */
export const textCases: readonly InputCase[] = [
  ...emails,
  ...phones,
  ...customers,
  posting('address: whole', order({ shippingAddress: address }), accepted),
  street('256 characters', 'x'.repeat(256), accepted),
  street('257 characters', 'x'.repeat(257), invalid('shippingAddress.street')),
  street('two lines', 'First\r\nSecond', invalid('shippingAddress.street')),
  street('beyond ASCII', 'Stra\u00dfe 1, \u6771\u4eac', accepted),
  ...['PROD-001', 'a.b_c-d', '.', '..', 'x'.repeat(64)].map((id) => product(id, accepted)),
  ...['x'.repeat(65), 'a b', 'a/b', '../x', 'a#b', 'a:b', 'a\nb', 'caf\u00e9', '\u0661'].map((id) => product(id, invalid('items[0].productId'))), // prettier-ignore
  ...['tok_visa', 'tok_unknown'].map((paymentToken) => posting(`token: ${paymentToken}`, order({ paymentToken }), accepted)), // prettier-ignore
  ...['tok visa', 'tok-visa', 'x'.repeat(65), 'tok_visa\n', '4111111111111111 '].map((paymentToken) => posting(`token: ${JSON.stringify(paymentToken).slice(0, 20)}`, order({ paymentToken }), invalid('paymentToken'))), // prettier-ignore
];
