import { createHash } from 'node:crypto';
import type { Value, ValueObject } from '@himeshima/terraform-json';

/** Attribute that Terraform sets to a generated name if the configuration contains no name. */
export interface GeneratedName {
  readonly attribute: string;
  /** Attribute that contains the prefix for the generated name. */
  readonly prefixAttribute: string;
  readonly defaultPrefix: string;
}

const name: GeneratedName = { attribute: 'name', prefixAttribute: 'name_prefix', defaultPrefix: 'terraform-' };

/**
 * Attributes for which the AWS provider generates names. Source: hashicorp/terraform-provider-aws,
 * internal/create/naming.go.
 */
export const generatedNames = {
  name,
  alias: { ...name, defaultPrefix: 'alias/' },
  bucket: { ...name, attribute: 'bucket', prefixAttribute: 'bucket_prefix' },
  statementId: { ...name, attribute: 'statement_id', prefixAttribute: 'statement_id_prefix' },
} as const;

const prefixAttributes: ReadonlySet<string> = new Set(
  Object.values(generatedNames).map(({ prefixAttribute }) => prefixAttribute),
);

/** Returns whether an attribute contains only the prefix for generated names. */
export const isNamePrefix = (attribute: string): boolean => prefixAttributes.has(attribute);

/** Returns the suffix that AWS requires in the name of a FIFO queue or topic; empty for any other resource. */
const fifoSuffix = ({ fifo_queue: queue, fifo_topic: topic }: ValueObject): string =>
  [queue, topic].some((flag) => String(flag) === 'true') ? '.fifo' : '';

const isMissing = (value: Value | undefined): boolean => value === undefined || value === null || value === '';

/**
 * Length of the suffix that the provider generates. The local suffix must not be longer, because the prefix can use up
 * the rest of the maximum length.
 */
const suffixLength = 26;

/** Returns a suffix that contains the resource's name and is the same at each start. */
function suffixOf(address: string): string {
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 8);
  const label = (
    address
      .replace(/\[[^\]]*\]$/, '')
      .split('.')
      .at(-1) ?? ''
  )
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `${label.slice(0, suffixLength - hash.length - 1)}-${hash}`;
}

/**
 * Returns a resource's attributes with the name that Terraform would generate, derived from the address
 * instead of a timestamp.
 * @param generated undefined if Terraform does not generate a name for resources of this type
 */
export function withGeneratedName(
  generated: GeneratedName | undefined,
  address: string,
  attributes: ValueObject,
): ValueObject {
  if (generated === undefined || !isMissing(attributes[generated.attribute])) return attributes;
  const given = attributes[generated.prefixAttribute];
  const prefix = isMissing(given) ? generated.defaultPrefix : String(given);
  return { ...attributes, [generated.attribute]: `${prefix}${suffixOf(address)}${fifoSuffix(attributes)}` };
}
