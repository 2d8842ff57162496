export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Moves `Field`, or the path in `FieldPath`, to parameters that the engine evaluates for a handler: `{"as": 5}`,
 * `{"as.$": "$.x"}`.
 */
export function moved(state: JsonObject, field: string, as: string): JsonObject {
  const { [field]: value, [`${field}Path`]: path } = state;
  delete state[field];
  delete state[`${field}Path`];
  if (value !== undefined) return { [as]: value };
  return path === undefined ? {} : { [`${as}.$`]: path };
}
