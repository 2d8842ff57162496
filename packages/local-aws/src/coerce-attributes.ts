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
 * Converts values as Terraform does for a provider, then parses the attributes with a schema: "30" becomes a number if
 * the schema expects a number, and null is treated as a missing value. Source: Terraform language documentation, "Types
 * and Values", "Type Conversion".
 */
export function parseWithCoercion<Schema extends z.ZodType>(
  schema: Schema,
  attributes: unknown,
): z.ZodSafeParseResult<z.infer<Schema>> {
  const parsed = schema.safeParse(attributes);
  if (parsed.success) return parsed;
  const converted = parsed.error.issues.reduce(
    (value: unknown, issue) => convertAt(value, issue.path, issue.code === 'invalid_type' ? issue.expected : ''),
    attributes,
  );
  return converted === attributes ? parsed : parseWithCoercion(schema, converted);
}

/** Returns a value with the part at the given path converted, or the unchanged value if no conversion applies. */
function convertAt(value: unknown, [key, ...deeper]: readonly PropertyKey[], expected: string): unknown {
  if (key === undefined) return convert(value, expected);
  if (typeof value !== 'object' || value === null) return value;
  // a block that can occur only once is a list with one item in the plan, but the schema expects the item itself
  const at = Array.isArray(value) && typeof key !== 'number' ? 0 : key;
  const path = at === key ? deeper : [key, ...deeper];
  const before: unknown = Reflect.get(value, at);
  const after = convertAt(before, path, expected);
  if (after === before) return value;
  return Array.isArray(value) ? value.map((item, index) => (index === at ? after : item)) : { ...value, [at]: after };
}

function convert(value: unknown, expected: string): unknown {
  if (value === null) return undefined;
  const conversion = conversions[expected];
  if (conversion === undefined || !isPrimitive(value)) return value;
  try {
    return conversion(value);
  } catch {
    // keep the value; the schema reports that it is invalid
    return value;
  }
}
