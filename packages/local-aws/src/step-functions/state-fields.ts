export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Removes `Field` or `FieldPath` from a state and returns the field as a parameter. The engine evaluates the path in the parameter:
 * `{"as": 5}` or `{"as.$": "$.x"}`.
 */
export function moved(state: JsonObject, field: string, as: string): JsonObject {
  const { [field]: value, [`${field}Path`]: path } = state;
  delete state[field];
  delete state[`${field}Path`];
  if (value !== undefined) return { [as]: value };
  return path === undefined ? {} : { [`${as}.$`]: path };
}
