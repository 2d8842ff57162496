import { en } from 'zod/locales';
import * as z from 'zod/mini';

// The small zod, of which a bundle keeps what it uses, says what was expected in a language that it is given.
z.config(en());

/**
 * Reads what came from outside by its contract.
 * @param what for the message: `power report`
 * @throws Error that names every path at fault and the reason, in one line
 */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new Error(`${what} refused: ${reasons.join('; ')}`);
}
