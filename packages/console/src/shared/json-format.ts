/** Deeper levels are not indented further, so that deep nesting does not multiply the length of the text. */
const deepestIndent = 24;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns the index after the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

/**
 * Indents JSON without changing its values: large numbers, repeated keys and escapes are kept as they are. Nesting may be
 * of any depth.
 * @returns the lines; undefined if the text is not JSON
 */
export function formatJson(text: string): readonly string[] | undefined {
  if (!isJson(text)) return undefined;
  const lines: string[] = [];
  let [line, depth, index] = ['', 0, 0];
  const breakLine = () => {
    lines.push(line);
    line = '  '.repeat(Math.min(depth, deepestIndent));
  };
  while (index < text.length) {
    const character = text[index] ?? '';
    let end = index + 1;
    if (character === '"') {
      end = endOfString(text, index);
      line += text.slice(index, end);
    } else if (character === '{' || character === '[') {
      const closing = /^\s*[}\]]/.exec(text.slice(end, end + 64))?.[0];
      if (closing === undefined) {
        depth += 1;
        line += character;
        breakLine();
      } else {
        line += character === '{' ? '{}' : '[]';
        end += closing.length;
      }
    } else if (character === '}' || character === ']') {
      depth -= 1;
      breakLine();
      line += character;
    } else if (character === ',') {
      line += ',';
      breakLine();
    } else if (character === ':') line += ': ';
    else if (!/\s/.test(character)) line += character;
    index = end;
  }
  lines.push(line);
  return lines;
}

/** Part of a line of JSON. */
export interface JsonToken {
  readonly text: string;
  readonly role: 'key' | 'string' | 'number' | 'literal' | 'punctuation';
}

/** Splits a line of JSON into tokens; a line that was cut within a string yields punctuation for the rest. */
export function jsonTokens(line: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)|([^"\d\-tfn]+|.)/gsu;
  for (const [text, string, colon, number, literal] of line.matchAll(pattern)) {
    if (string !== undefined && colon !== undefined)
      tokens.push({ text: string, role: 'key' }, { text: colon, role: 'punctuation' });
    else if (string !== undefined) tokens.push({ text, role: 'string' });
    else if (number !== undefined) tokens.push({ text, role: 'number' });
    else if (literal !== undefined) tokens.push({ text, role: 'literal' });
    else tokens.push({ text, role: 'punctuation' });
  }
  return tokens;
}
