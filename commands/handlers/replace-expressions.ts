/** Matches a Terraform expression, which may contain strings and braces. */
const expression = /\$\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|\{[^{}]*\})*\}/g;

/**
 * Replaces Terraform expressions, whose values are known only after apply, with plausible values, because a handler may parse a
 * URL, an ARN or a list when it is loaded.
 */
export function replaceExpressions(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replaceAll(expression, placeholderOf)]),
  );
}

function placeholderOf(whole: string): string {
  if (/https?:\/\/|_(?:url|endpoint|uri)\b/.test(whole)) return 'https://known-after-apply.example.com';
  if (/\barn\}$/.test(whole)) return 'arn:aws:service:region:111122223333:known-after-apply';
  return 'known-after-apply';
}
