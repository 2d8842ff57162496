import type * as z from 'zod';

/**
 * Reads what came from outside by its contract.
 * @param what for the message: `power report`
 * @throws Error that names every path at fault and the reason, in one line
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new Error(`${what} refused: ${reasons.join('; ')}`);
}
