import { invisible } from '@himeshima/cli';
import type { Part, Phrase } from '../phrase';

/**
 * A sentence in GitLab's Markdown. Texts of others stand in code spans, where nothing is a mention, a link, an image or
 * HTML, and on the line of a sentence of ours, so that none begins a quick action.
 * Source: GitLab docs, "GitLab Flavored Markdown", "Quick actions"; CommonMark, "Code spans".
 */
export function markdown(phrase: Phrase): string {
  return phrase.map(partText).join('');
}

function partText(part: Part): string {
  if (typeof part === 'string') return part;
  if ('code' in part) return codeSpan(readable(part.code));
  if ('value' in part) return codeSpan(readable(part.value));
  if ('prose' in part) return escaped(readable(part.prose));
  if ('strong' in part) return `**${markdown(part.strong)}**`;
  if ('gone' in part) return `~~${markdown(part.gone)}~~`;
  return `**${markdown(part.come)}**`;
}

const longest = 2_000;

/** Shortens a long text. */
export const readable = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;

/**
 * Text that is nothing but text. GitLab looks for mentions, references, emoji and addresses in what Markdown leaves over, so
 * that a backslash does not keep it from them: an invisible word joiner does.
 */
function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>#|~&$^]/g, '\\$&')
    .replace(/[@#!&%~:$^]|www/g, '$&\u2060');
}

/** A code span that its own text cannot end, on one line. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  if (line.trim() === '') return '`""`';
  const fence = '`'.repeat(longestTicks(line) + 1);
  const space = /^`|`$|^ | $/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

const longestTicks = (text: string) =>
  text.includes('`') ? Math.max(...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) : 0;

/** Lines of code below an item of a list, in a fence that none of them can end. */
export function codeBlock(lines: readonly string[]): string {
  const shown = lines.map(oneLine);
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestTicks(line) + 1)));
  return ['', `${fence}hcl`, ...shown, fence].map((line) => (line === '' ? line : `  ${line}`)).join('\n');
}

/** Shows line breaks as ⏎ and replaces characters that cannot be seen. */
export function oneLine(text: string): string {
  return text.replace(/\r\n|[\n\r\u2028\u2029]/g, '⏎').replace(invisible, '\uFFFD');
}

export const details = (
  summary: string,
  lines: readonly string[],
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): string =>
  [isOpen ? '<details open>' : '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'].join('\n');
