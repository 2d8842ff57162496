import gitleaks from './gitleaks-rules.json';
import type { WindowRule } from './window-rules';

/** Rules of gitleaks for the tokens of known services; gitleaks-rules.md says which ones are left out, and why. */
export const gitleaksRules: readonly WindowRule[] = gitleaks.rules.map(({ regex, keywords, entropy }) => ({
  keywords,
  entropy,
  pattern: () => adapted(regex),
}));

/**
 * Rewrites Go's syntax for Node.js. A flag inside a pattern holds for the whole pattern, and what precedes the keyword is
 * dropped, since windows end there and backtracking over it is slow. A secret may be followed by any sign of punctuation.
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
