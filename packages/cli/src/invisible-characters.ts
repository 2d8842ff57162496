/**
 * Matches characters that control a terminal or the text direction, or that are invisible: C0 and C1 controls, bidirectional
 * controls (CVE-2021-42574, "Trojan Source") and Unicode's default ignorables.
 * Does not match U+200D and U+FE0F, which join and color emoji.
 */
export const invisible = /[\p{Cc}\p{Bidi_Control}]|(?![\u200D\uFE0F])\p{Default_Ignorable_Code_Point}/gu;

const hiddenInJson = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Serializes a value like `JSON.stringify`, but with every control, format and invisible character as `\uXXXX`. The result parses
 * to the same value, and terminals and editors show every character.
 */
export const visibleJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(hiddenInJson, escapeCharacter);

/** Replaces invisible characters and line breaks, so text stays on one line. */
export const visibleLine = (text: string): string =>
  text.replace(/[\u2028\u2029]/g, '\uFFFD').replace(invisible, '\uFFFD');

function escapeCharacter(character: string): string {
  // write one escape for each UTF-16 code unit, as JSON requires for characters beyond U+FFFF
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
