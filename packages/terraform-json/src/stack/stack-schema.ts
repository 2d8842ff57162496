import * as z from 'zod';
import { isValue, type Value } from '../value';
import { StackError } from './stack-error';

/** Schema for any JSON value. With z.json(), validating a real stack would take ten times as long. */
export const value = z.custom<Value>(isValue, 'not JSON');

const attributes = z.record(z.string(), value);

/**
 * Schema for blocks by type and name, as in `resource`. In Terraform's JSON, a block may also be a list of one object.
 */
const blocks = z.record(
  z.string(),
  z.record(z.string(), z.union([attributes, z.tuple([attributes]).transform(([only]) => only)])),
);

const named = z.record(z.string(), attributes);

const listed = z.union([z.array(attributes), attributes.transform((only) => [only])]);

const terraformBlock = z.looseObject({
  required_version: z.string().optional(),
  required_providers: z
    .record(z.string(), z.union([z.string().transform((version) => ({ version })), attributes]))
    .optional(),
  backend: z.record(z.string(), attributes).optional(),
});

/** Schema for the top level of `cdk.tf.json`. Source: Terraform language, "JSON configuration syntax". */
export const stackSchema = z.looseObject({
  '//': value.optional(),
  resource: blocks.default({}),
  data: blocks.default({}),
  variable: named.default({}),
  locals: attributes.default({}),
  output: named.default({}),
  provider: z.record(z.string(), listed).default({}),
  terraform: terraformBlock.default({}),
  check: named.default({}),
});

/** Parses a part of a stack at a path. @throws StackError with the path of the invalid value */
export function parse<T>(schema: z.ZodType<T>, input: unknown, path: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = [path, ...(issue?.path ?? [])].filter((step) => step !== '').join('.');
  throw new StackError(place, issue?.message ?? 'is not valid Terraform JSON');
}

/** Schema for the meta-arguments of every resource and data source. All other keys are provider arguments. */
export const metaSchema = z.looseObject({
  '//': z.looseObject({ metadata: z.looseObject({ path: z.string().optional() }).optional() }).optional(),
  depends_on: z.array(z.string()).optional(),
  lifecycle: z.union([attributes, z.tuple([attributes]).transform(([only]) => only)]).optional(),
  provider: z.string().optional(),
});
