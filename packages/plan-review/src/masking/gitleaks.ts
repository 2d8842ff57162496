import gitleaks from './gitleaks-rules.json';
import type { WindowRule } from './window-rules';

/** gitleaks rules for tokens of known services. gitleaks-rules.md lists the omitted rules, with the reasons. */
export const gitleaksRules: readonly WindowRule[] = gitleaks.rules.map(({ regex, keywords, entropy }) => ({
  keywords,
  entropy,
  pattern: () => adapted(regex),
}));

/**
 * Rewrites Go's regular expressions for Node.js. A flag inside a pattern applies to the whole pattern. Text before the keyword is
 * dropped, because windows end there and backtracking over it is slow. A secret may be followed by any punctuation.
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
