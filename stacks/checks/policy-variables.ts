import { closest } from 'fastest-levenshtein';
import type { TextPosition } from '../problems';

/**
 * AWS IoT developer guide, "Basic AWS IoT Core policy variables", "Thing policy variables", "X.509 Certificate AWS IoT
 * Core policy variables".
 */
const subjectOrIssuer = [
  'DistinguishedNameQualifier',
  'Country',
  'Organization',
  'OrganizationalUnit',
  'State',
  'CommonName',
  'SerialNumber',
  'Title',
  'Surname',
  'GivenName',
  'Initials',
  'Pseudonym',
  'GenerationQualifier',
];
const known = [
  'iot:ClientId',
  'iot:Connection.Thing.ThingName',
  'iot:Connection.Thing.ThingTypeName',
  'iot:Connection.Thing.IsAttached',
  'iot:CertificateId',
  'iot:Certificate.SerialNumber',
  ...subjectOrIssuer.flatMap((field) => [`iot:Certificate.Subject.${field}`, `iot:Certificate.Issuer.${field}`]),
  'aws:SourceIp',
];
const thingAttribute = /^iot:Connection\.Thing\.Attributes\[[\w.,@/:#=-]+\]$/;

interface Unknown {
  readonly message: string;
  readonly at: TextPosition;
}

/** The first policy variable in a text that AWS IoT does not know: its statement would never apply, and nobody says so. */
export function findUnknownVariable(text: string): Unknown | undefined {
  for (const { 0: found, index } of text.matchAll(/\$\{(?:(iot|aws):)[^}]*\}?/g)) {
    const at = { text, line: 1, column: index + 1 };
    if (!found.endsWith('}')) return { message: `${found} is not closed; add }`, at };
    const name = found.slice(2, -1);
    if (known.includes(name) || thingAttribute.test(name)) continue;
    return { message: `AWS IoT has no policy variable ${name}; did you mean ${closest(name, known)}?`, at };
  }
  return undefined;
}
