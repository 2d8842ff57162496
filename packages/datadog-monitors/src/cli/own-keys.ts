import * as z from 'zod';

/** Returns whether the object has an own property of this name; `constructor` and the like are inherited by every object. */
export function has(json: unknown, key: string): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, key);
}

/** Creates a schema of an object with arbitrary keys. zod silently drops `__proto__`, so that key is rejected. */
export const recordOf = <Value extends z.ZodType>(value: Value) =>
  z.preprocess(
    (json, context) => {
      if (has(json, '__proto__'))
        context.addIssue({ code: 'custom', message: '__proto__ is not a valid name', input: json });
      return json;
    },
    z.record(z.string(), value),
  );
