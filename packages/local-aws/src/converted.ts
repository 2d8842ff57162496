import { toBool, toNumber, toText } from '@himeshima/terraform-json';
import type { z } from 'zod';

type Primitive = string | number | boolean;

const isPrimitive = (value: unknown): value is Primitive =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const conversions: Readonly<Record<string, (value: Primitive) => Primitive>> = {
  boolean: toBool,
  number: toNumber,
  string: toText,
};

/**
 * What a schema makes of attributes, converted where the schema asks for another primitive type than was given, as
 * Terraform does before a provider sees them: "30" is a number where one is wanted.
 * Source: Terraform language documentation, "Types and Values", "Type Conversion".
 */
export function parseConverted<Schema extends z.ZodType>(
  schema: Schema,
  attributes: unknown,
): z.ZodSafeParseResult<z.infer<Schema>> {
  const parsed = schema.safeParse(attributes);
  if (parsed.success) return parsed;
  const wanted = parsed.error.issues.flatMap((issue) => (issue.code === 'invalid_type' ? [issue] : []));
  let converted = attributes;
  for (const { path, expected } of wanted) converted = convertAt(converted, path, expected);
  return converted === attributes ? parsed : parseConverted(schema, converted);
}

/** The same value where there is nothing to convert. */
function convertAt(value: unknown, [key, ...deeper]: readonly PropertyKey[], expected: string): unknown {
  if (key === undefined) return convert(value, expected);
  if (typeof value !== 'object' || value === null) return value;
  // a block that may stand once is a list of one in the plan, and not in the schema
  const at = Array.isArray(value) && typeof key !== 'number' ? 0 : key;
  const path = at === key ? deeper : [key, ...deeper];
  const before: unknown = Reflect.get(value, at);
  const after = convertAt(before, path, expected);
  if (after === before) return value;
  return Array.isArray(value) ? value.map((item, index) => (index === at ? after : item)) : { ...value, [at]: after };
}

function convert(value: unknown, expected: string): unknown {
  const conversion = conversions[expected];
  if (conversion === undefined || !isPrimitive(value)) return value;
  try {
    return conversion(value);
  } catch {
    // the schema says what is wrong with it
    return value;
  }
}
