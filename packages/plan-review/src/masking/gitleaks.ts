import gitleaks from './gitleaks-rules.json';
import type { WindowRule } from './window-rules';

/** gitleaks rules for tokens of known services. gitleaks-rules.md lists the omitted rules and the reasons. */
export const gitleaksRules: readonly WindowRule[] = gitleaks.rules.map(({ regex, keywords, entropy }) => ({
  keywords,
  entropy,
  pattern: () => adapted(regex),
}));

/**
 * Converts a regular expression from Go to Node.js. Applies flags inside the pattern to the whole pattern, and accepts any
 * punctuation after a secret. Removes the part before the keyword, which would cause slow backtracking.
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
