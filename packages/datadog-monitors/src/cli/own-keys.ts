import * as z from 'zod';

/** Returns whether the object has its own property with this name. Every object inherits properties such as `constructor`. */
export function has(json: unknown, key: string): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, key);
}

/** Creates a schema for an object with arbitrary keys. It rejects the `__proto__` key, which zod would silently drop. */
export const recordOf = <Value extends z.ZodType>(value: Value) =>
  z.preprocess(
    (json, context) => {
      if (has(json, '__proto__'))
        context.addIssue({ code: 'custom', message: '__proto__ is not a valid name', input: json });
      return json;
    },
    z.record(z.string(), value),
  );
