import type { PolicyContext } from './variables';

/**
 * Names in a certificate, keyed by AWS IoT's terms: `{ Country: ['JP'], 'AlternativeName.DNSName': ['a.example'] }`.
 */
export type CertificateNames = Readonly<Record<string, readonly string[]>>;

export interface CertificateFields {
  readonly serialNumber: string;
  readonly issuer: CertificateNames;
  readonly subject: CertificateNames;
}

// these limits are documented in the AWS IoT developer guide, "cert-policy-variables", "X.509 Certificate policy
// variable limitations"
const valuesAtMost = 5;
const charactersAtMost = 1024;
const wildcards = /[*$+?#]/;
const special = /[,"\\=<>;]/g;

/**
 * Returns the variables and condition keys of a certificate. A variable is undefined if its value contains a wildcard or is too
 * long; resources with this variable then match nothing. For conditions, `.List` contains all values. Source: AWS IoT developer
 * guide, "cert-policy-variables".
 */
export function certificateContext({ serialNumber, issuer, subject }: CertificateFields): PolicyContext {
  const context: Record<string, string | readonly string[]> = { 'iot:Certificate.SerialNumber': serialNumber };
  for (const [side, names] of [
    ['Issuer', issuer],
    ['Subject', subject],
  ] as const)
    for (const [name, values] of Object.entries(names)) addValues(context, `iot:Certificate.${side}.${name}`, values);
  return { ...context, 'iot:Certificate.AvailableKeys': Object.keys(context) };
}

function addValues(context: Record<string, string | readonly string[]>, name: string, values: readonly string[]): void {
  const kept = values.slice(0, valuesAtMost);
  for (const [index, value] of kept.entries()) {
    if (wildcards.test(value) || value.length > charactersAtMost) continue;
    if (index === 0) context[name] = escapeValue(value);
    context[`${name}.${index}`] = escapeValue(value);
  }
  if (kept.length > 0) context[`${name}.List`] = kept.map(escapeValue);
}

const escapeValue = (value: string) => value.replace(special, (character) => `\\${character}`);
