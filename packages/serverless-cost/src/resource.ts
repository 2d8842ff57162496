/** What a synthesized resource declares, as JSON has it: texts are Terraform's templates that nobody has evaluated. */
export type Attribute = string | number | boolean | null | readonly Attribute[] | Attributes;

export interface Attributes {
  readonly [name: string]: Attribute;
}

export interface Resource {
  readonly type: string;
  readonly name: string;
  /** `aws_kinesis_stream.telemetry_stream` */
  readonly address: string;
  /** The part of the platform that it belongs to, such as `telemetry`. */
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

/** The blocks of a name: Terraform's JSON writes one as an object or as a list of one. */
export function blocksOf(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  if (value === undefined || value === null) return [];
  return isList(value) ? value.filter(isBlock) : isBlock(value) ? [value] : [];
}

/** The first block of a name, such as `tracing_config`. */
export const blockOf = (attributes: Attributes, name: string): Attributes | undefined => blocksOf(attributes, name)[0];

/** The address that an attribute refers to: `${aws_sqs_queue.jobs.url}` → `aws_sqs_queue.jobs`. */
export function referenceOf(attributes: Attributes, name: string): string | undefined {
  return /\$\{((?:data\.)?\w+\.\w+)\./.exec(textOf(attributes, name) ?? '')?.[1];
}
