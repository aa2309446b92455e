import type { Brand } from './brand.ts';

/** An ISO 4217 code whose minor unit is a hundredth. */
export type Currency = Brand<string, 'Currency'>;

/** Only currencies with two decimals for now: the API takes amounts with at most two decimals. */
const twoDecimalCurrencies = new Set(
  (
    'AED AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CHF CNY COP CRC ' +
    'CUP CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ' +
    'IRR JMD KES KGS KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO ' +
    'NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SRD SZL THB TJS TMT TOP ' +
    'TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW'
  ).split(' '),
);

/** The currency of a code, or undefined when it is unknown or does not have exactly two decimals. */
export function currencyFrom(code: string): Currency | undefined {
  // Membership was just checked, which is what the brand claims.
  return twoDecimalCurrencies.has(code) ? (code as Currency) : undefined;
}
