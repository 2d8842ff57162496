import * as z from 'zod';

/** Whether JSON holds a key itself: every object has a `constructor`. */
export function has(json: unknown, key: string): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, key);
}

/** An object of any names. zod leaves out the one name that JavaScript keeps for itself, without a word: it is refused. */
export const recordOf = <Value extends z.ZodType>(value: Value) =>
  z.preprocess(
    (json, context) => {
      if (has(json, '__proto__')) context.addIssue({ code: 'custom', message: '__proto__ is no name', input: json });
      return json;
    },
    z.record(z.string(), value),
  );
