/** DuckDB types for Hive's simple types, keyed by Glue's type name. */
const simple: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
};

/**
 * Translates a Hive type, such as `struct<on:boolean,names:array<string>>`, to a DuckDB type. Source: Athena user
 * guide, "Data types in Amazon Athena".
 * @throws Error if the type is not supported
 */
export function duckdbType(hive: string): string {
  const [, container, inner = ''] = /^(struct|array|map)<(.*)>$/.exec(hive) ?? [];
  if (container === undefined) {
    const type = simple[hive];
    if (type === undefined) throw new Error(`unsupported type ${hive}`);
    return type;
  }
  const parts = split(inner);
  if (container === 'array') return `${duckdbType(inner)}[]`;
  if (container === 'map') return `MAP(${parts.map(duckdbType).join(', ')})`;
  const fields = parts.map((part) => {
    const colon = part.indexOf(':');
    return `"${part.slice(0, colon).replaceAll('"', '""')}" ${duckdbType(part.slice(colon + 1))}`;
  });
  return `STRUCT(${fields.join(', ')})`;
}

/** Splits a list at the commas that are outside of brackets. */
function split(list: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of list) {
    if (letter === '<') depth += 1;
    if (letter === '>') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${letter}`);
  }
  return parts;
}
