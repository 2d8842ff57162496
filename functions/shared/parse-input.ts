import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini has no error messages by default, to keep bundles small.
z.config(en());

/**
 * Validates external input against its schema.
 * @param what name of the input for the error message, for example `power report`
 * @throws Error that lists every invalid path with the reason, in one line
 */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) =>
    [...(path.length > 0 ? [path.join('.')] : []), message].join(': '),
  );
  throw new Error(`invalid ${what}: ${reasons.join('; ')}`);
}
