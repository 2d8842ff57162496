import { invisible } from '@himeshima/cli';
import type { Part, Phrase } from '../phrase';

/**
 * Renders a phrase in GitLab's Markdown. Text from the plan is in code spans, which cannot contain mentions, links, images or
 * HTML, and never starts a line, where quick actions are recognized. Source: GitLab docs, "GitLab Flavored
 * Markdown", "Quick actions"; CommonMark, "Code spans".
 */
export function markdown(phrase: Phrase): string {
  return phrase.map(partText).join('');
}

function partText(part: Part): string {
  if (typeof part === 'string') return part;
  if ('code' in part) return linked(codeSpan(readable(part.code)), part.href);
  if ('value' in part) return codeSpan(readable(part.value));
  if ('prose' in part) return escaped(readable(part.prose));
  if ('strong' in part) return `**${markdown(part.strong)}**`;
  if ('gone' in part) return `~~${markdown(part.gone)}~~`;
  return `**${markdown(part.come)}**`;
}

const linked = (text: string, href: string | undefined): string => (href === undefined ? text : `[${text}](${href})`);

const longest = 2_000;

/** Truncates text that is too long to read. */
export const readable = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;

/**
 * Escapes text. GitLab recognizes mentions, references, emoji and URLs after rendering Markdown, at which point backslashes
 * no longer have any effect. Word joiners, which are invisible, prevent this recognition.
 */
function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>#|~&$^]/g, '\\$&')
    .replace(/[@#!&%~:$^]|www/g, '$&\u2060');
}

/** Renders text as a code span on one line. The delimiter is longer than any sequence of backticks in the text. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  if (line.trim() === '') return '`""`';
  const fence = '`'.repeat(longestTicks(line) + 1);
  const space = /^`|`$|^ | $/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

const longestTicks = (text: string) =>
  text.includes('`') ? Math.max(...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) : 0;

/** Renders lines as a code block below a list item. The fence is longer than any sequence of backticks in the lines. */
export function codeBlock(lines: readonly string[], language = 'hcl'): string {
  const shown = lines.map(oneLine);
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestTicks(line) + 1)));
  return ['', `${fence}${language}`, ...shown, fence].map((line) => (line === '' ? line : `  ${line}`)).join('\n');
}

/** Replaces line breaks with ⏎, tabs with ⇥, and invisible characters with U+FFFD. */
export function oneLine(text: string): string {
  if (plainAscii.test(text)) return text;
  return text
    .replace(/\r\n|[\n\r\u2028\u2029]/g, '⏎')
    .replaceAll('\t', '⇥')
    .replace(invisible, '\uFFFD');
}

/** Matches text without line breaks, tabs and invisible characters, which is almost every text. */
const plainAscii = /^[ -~]*$/;

export const details = (
  summary: string,
  lines: readonly string[],
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): string =>
  [isOpen ? '<details open>' : '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'].join('\n');
