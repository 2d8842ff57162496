import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini has no error messages by default, to keep bundles small.
z.config(en());

/**
 * Validates external input against its schema.
 * @param what name of the input for the error message, for example `meter reading`
 * @throws one-line Error with every invalid path and the reason
 */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Error(`invalid ${what}: ${reasons.join('; ')}`);
}
