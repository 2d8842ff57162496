/** Attribute value in a synthesized resource. Strings are unevaluated Terraform templates. */
export type Attribute = string | number | boolean | null | readonly Attribute[] | Attributes;

export interface Attributes {
  readonly [name: string]: Attribute;
}

export interface Resource {
  readonly type: string;
  readonly name: string;
  /** Terraform address, for example `aws_kinesis_stream.telemetry_stream`. */
  readonly address: string;
  /** Feature that declares the resource, such as `telemetry`. */
  readonly slice: string;
  readonly attributes: Attributes;
}

const isList = (value: Attribute): value is readonly Attribute[] => Array.isArray(value);

const isBlock = (value: Attribute): value is Attributes =>
  typeof value === 'object' && value !== null && !isList(value);

export function textOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name];
  return typeof value === 'number' ? value : undefined;
}

/** Returns the blocks with the given name. In Terraform JSON, a single block is an object or a list with one item. */
export function blocksOf(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  if (value === undefined || value === null) return [];
  return isList(value) ? value.filter(isBlock) : isBlock(value) ? [value] : [];
}

/** Returns the first block with the given name, such as `tracing_config`. */
export const blockOf = (attributes: Attributes, name: string): Attributes | undefined => blocksOf(attributes, name)[0];

/** Returns the address that an attribute refers to: `aws_sqs_queue.jobs` for `${aws_sqs_queue.jobs.url}`. */
export function referenceOf(attributes: Attributes, name: string): string | undefined {
  return /\$\{((?:data\.)?\w+\.\w+)\./.exec(textOf(attributes, name) ?? '')?.[1];
}
