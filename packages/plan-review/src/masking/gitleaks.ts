import gitleaks from './gitleaks-rules.json';
import type { WindowRule } from './window-rules';

/** gitleaks rules for tokens of known services. gitleaks-rules.md lists the omitted rules, with the reasons. */
export const gitleaksRules: readonly WindowRule[] = gitleaks.rules.map(({ regex, keywords, entropy }) => ({
  keywords,
  entropy,
  pattern: () => adapted(regex),
}));

/**
 * Rewrites Go's regular expressions for Node.js. Applies a flag inside a pattern to the whole pattern, and accepts any
 * punctuation after a secret. Drops the part before the keyword, because backtracking over the start of the window is slow.
 */
function adapted(regex: string): RegExp {
  const source = regex
    .replaceAll(String.raw`(?:[\x60'"\s;]|\\[nr]|$)`, String.raw`(?!\w)`)
    .replaceAll(String.raw`[\w.-]{0,50}?`, '')
    .replace(/\(\?-?i\)/g, '')
    .replace(/\(\?-?i:/g, '(?:')
    .replaceAll('(?P<', '(?<')
    .replaceAll(String.raw`\z`, '$')
    .replaceAll('[[:alnum:]]', '[A-Za-z0-9]')
    .replaceAll('[:alnum:]', 'A-Za-z0-9');
  return new RegExp(source, /\(\?i[):]/.test(regex) ? 'dgi' : 'dg');
}
