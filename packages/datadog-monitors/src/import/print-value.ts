const width = 120;
const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * Prints a JSON value as a TypeScript literal.
 * @param indent columns of the line on which the literal starts
 * @param lead columns that precede the literal on its line, for example the width of its key
 */
export function printValue(value: unknown, indent = 0, lead = indent): string {
  if (typeof value === 'string') return printText(value);
  if (Array.isArray(value))
    return printList(
      value.map((one) => printValue(one, indent + 2)),
      '[]',
      { indent, lead },
    );
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, one]) => {
    const name = printKey(key);
    return `${name}: ${printValue(one, indent + 2, indent + name.length + 4)}`;
  });
  return printList(entries, '{}', { indent, lead });
}

function printKey(key: string): string {
  // a __proto__ key without brackets would set the prototype of the object
  if (key === '__proto__') return "['__proto__']";
  return identifier.test(key) ? key : JSON.stringify(key);
}

function printList(
  items: readonly string[],
  brackets: '[]' | '{}',
  { indent, lead }: { readonly indent: number; readonly lead: number },
): string {
  const [open, close] = [brackets.charAt(0), brackets.charAt(1)];
  if (items.length === 0) return brackets;
  const space = brackets === '{}' ? ' ' : '';
  const line = `${open}${space}${items.join(', ')}${space}${close}`;
  if (!line.includes('\n') && lead + line.length + 1 <= width) return line;
  const inner = items.map((item) => `${' '.repeat(indent + 2)}${item},`);
  return [open, ...inner, ' '.repeat(indent) + close].join('\n');
}

/**
 * Prints a string: as a template literal if it has several lines, otherwise in single quotes, or in double quotes if they avoid
 * escapes.
 */
export function printText(text: string): string {
  if (text.includes('\n')) return `\`${escaped(text).replace(/`|\$\{/g, '\\$&')}\``;
  const isEasier = text.includes("'") && !text.includes('"');
  return isEasier ? `"${escaped(text)}"` : `'${escaped(text).replaceAll("'", "\\'")}'`;
}

/** Control characters, and characters that change the direction of text or end a line. Line feeds are excluded, because text with line feeds is printed as a template literal. */
const invisible = /(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const escaped = (text: string) =>
  text.replaceAll('\\', '\\\\').replace(invisible, (character) => unicodeEscape(character.charCodeAt(0)));

const unicodeEscape = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
