import { badRequest } from './bad-request.ts';

const longestAddress = 320;
const longestLocalPart = 64;
// Printable ASCII without what RFC 5322 reserves; quoted local parts are not supported by SES's own check either.
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;
const label = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The bare address in `ann@example.com` or `Ann <ann@example.com>`. Throws BadRequestException, in the words of SES
 * where they are known.
 */
export function addressIn(text: string): string {
  const [, bracketed] = /^[^<>]*<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = (bracketed ?? text).trim();
  const at = address.lastIndexOf('@');
  if (at < 0) throw badRequest("Missing final '@domain'");
  if (address.length > longestAddress) throw badRequest('Address is too long');
  const local = address.slice(0, at);
  const isPlain = localPart.test(local) && !/^\.|\.$|\.\./.test(local);
  if (!isPlain || local.length > longestLocalPart) {
    throw badRequest('Local address contains control or whitespace, or is no valid mailbox name');
  }
  const domain = address.slice(at + 1);
  if (!isDomain(domain))
    throw badRequest(domain === '' ? 'Missing domain' : 'Domain contains illegal character');
  return address;
}

/** Whether `text` is a domain name with at least two labels. */
function isDomain(text: string): boolean {
  const labels = text.split('.');
  return labels.length > 1 && text.length <= 253 && labels.every((each) => label.test(each));
}
