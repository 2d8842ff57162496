import { type Context, inside } from './context';
import type { TemplatePart } from './expression-tree';

interface TemplateState {
  readonly parts: TemplatePart[];
  text: string;
  /** Whether `~}` was read, which removes the whitespace that follows. */
  strip: boolean;
}

/** Patterns for text without special characters, keyed by the form of the template. */
const plainText = { json: /[^$%]+/y, quoted: /[^$%"\\\n]+/y };

/**
 * Reads a template from the scanner's position to the end of the JSON string, or to the closing quote in the quoted
 * form. Only a quoted template contains backslash escapes, because JSON's own escapes are already decoded.
 */
export function readTemplate(context: Context, form: 'json' | 'quoted'): TemplatePart[] {
  const { scanner } = context;
  const start = scanner.position;
  const reading: TemplateState = { parts: [], text: '', strip: false };
  for (;;) {
    const at = scanner.position;
    const rest = scanner.source.slice(at, at + 3);
    if (rest === '') {
      if (form === 'json') break;
      throw scanner.error('this quote is not closed', start - 1);
    }
    if (form === 'quoted' && rest.startsWith('"')) {
      scanner.position += 1;
      break;
    }
    if (rest === '$${' || rest === '%%{') {
      add(reading, rest.slice(1));
      scanner.position += 3;
    } else if (rest.startsWith('${')) {
      readInterpolation(context, reading);
    } else if (rest.startsWith('%{')) {
      throw scanner.error(
        'template directives such as %{if} and %{for} are not supported; write %%{ for a literal %{',
        at,
      );
    } else if (form === 'quoted' && rest.startsWith('\\')) {
      add(reading, readEscape(context));
    } else if (form === 'quoted' && rest.startsWith('\n')) {
      throw scanner.error('a quoted string cannot span lines; write \\n', at);
    } else {
      plainText[form].lastIndex = at;
      const [text = ''] = plainText[form].exec(scanner.source) ?? [rest.slice(0, 1)];
      add(reading, text);
      scanner.position += text.length;
    }
  }
  flush(reading);
  return reading.parts;
}

function readInterpolation(context: Context, reading: TemplateState): void {
  const { scanner } = context;
  const opening = scanner.position;
  scanner.position += 2;
  if (scanner.source[scanner.position] === '~') {
    scanner.position += 1;
    reading.text = reading.text.trimEnd();
  }
  flush(reading);
  if (scanner.take('}')) throw scanner.error('an expression is missing between ${ and }', opening);
  const expression = context.expression(inside(context, { newlineEnds: false }));
  reading.strip = scanner.take('~}') !== undefined;
  if (!reading.strip) scanner.expect('}', 'to close the ${');
  reading.parts.push({ kind: 'interpolation', expression });
}

function add(reading: TemplateState, text: string): void {
  const kept = reading.strip ? text.trimStart() : text;
  if (kept === '') return;
  reading.strip = false;
  reading.text += kept;
}

// Adds the text read so far to the template's parts. Terraform normalizes every string to Unicode NFC (go-cty, "Strings").
function flush(reading: TemplateState): void {
  if (reading.text !== '') reading.parts.push({ kind: 'text', text: reading.text.normalize('NFC') });
  reading.text = '';
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

function readEscape(context: Context): string {
  const { scanner } = context;
  const at = scanner.position;
  const letter = scanner.source[at + 1] ?? '';
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) {
    scanner.position += 2;
    return simple;
  }
  const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const hex = scanner.source.slice(at + 2, at + 2 + digits);
  const code = Number.parseInt(hex, 16);
  if (digits === 0 || !new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex) || code > 0x10ffff) {
    throw scanner.error(
      `\\${letter} is not an escape sequence; supported are \\n \\r \\t \\" \\\\ \\uXXXX \\UXXXXXXXX`,
      at,
    );
  }
  scanner.position += 2 + digits;
  return String.fromCodePoint(code);
}
