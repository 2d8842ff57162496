import { fc } from '@fast-check/jest';
import * as z from 'zod';

/**
 * Schemas for the JSON Schema keywords that bodies in api/openapi.yaml use.
 * They reject all other keywords, which the generated values would ignore.
 */
const notes = { description: z.string().optional(), example: z.unknown().optional() };
const Scalar = z.union([
  z.strictObject({ type: z.literal('boolean'), ...notes }),
  z.strictObject({ type: z.literal('integer'), minimum: z.int(), maximum: z.int(), ...notes }),
  z.strictObject({ type: z.literal('string'), pattern: z.string(), ...notes }),
]);
type Scalar = z.infer<typeof Scalar>;
const Many = z.strictObject({
  type: z.literal('array'),
  minItems: z.int(),
  maxItems: z.int(),
  items: Scalar,
  ...notes,
});
const Body = z.strictObject({
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  required: z.array(z.string()),
  properties: z.record(z.string(), z.union([Scalar, Many])),
});

function scalarsBy(schema: Scalar): fc.Arbitrary<unknown> {
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum, max: schema.maximum });
  return fc.stringMatching(new RegExp(schema.pattern));
}

function valuesBy(schema: Scalar | z.infer<typeof Many>): fc.Arbitrary<unknown> {
  if (schema.type !== 'array') return scalarsBy(schema);
  const { minItems: minLength, maxItems: maxLength, items } = schema;
  const made = fc.array(scalarsBy(items), { minLength, maxLength });
  // an example may contain the names of existing things
  return schema.example === undefined ? made : fc.oneof(made, fc.constant(schema.example));
}

/** Returns valid bodies, which omit some of the schema's optional properties. */
export function bodiesBy(schema: unknown): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const { properties, required } = Body.parse(schema);
  const values = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valuesBy(one)]));
  return fc.record(values, { requiredKeys: required });
}

/** Returns valid bodies with one property replaced by another value. */
export function spoiltBodiesBy(schema: unknown, instead: fc.Arbitrary<unknown>) {
  const names = fc.constantFrom(...Object.keys(Body.parse(schema).properties));
  return fc.tuple(bodiesBy(schema), names, instead).map(([body, name, value]) => ({ ...body, [name]: value }));
}
