/** Part of a text. `isEscape` marks an invisible character that was replaced by its escape sequence. */
export interface TextPart {
  readonly text: string;
  readonly isEscape: boolean;
}

/**
 * Control characters except tab and line feed; formatting characters, which reverse or join text without a visible sign;
 * line and paragraph separators; and surrogates without a partner.
 */
const invisible = /(?![\t\n])[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\p{Surrogate}]/gu;

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}

/** Splits a text at invisible characters, which are replaced by escapes such as `\u202E`. */
export function visibleParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(invisible)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isEscape: false });
    parts.push({ text: escapeOf(match[0]), isEscape: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isEscape: false });
  return parts;
}

/** Returns a text with visible escapes, for attributes such as `title` and `aria-label`. */
export const visibleString = (text: string): string =>
  visibleParts(text)
    .map((part) => part.text)
    .join('');
