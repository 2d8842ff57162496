/** Error for a text that contains a Terraform expression, whose value is unknown before the plan. */
export class ExpressionError extends Error {
  constructor(readonly expression: string) {
    super(`contains the expression ${expression}`);
    this.name = 'ExpressionError';
  }
}

/**
 * Escapes `${` and `%{`, which Terraform evaluates in every string of its JSON syntax. Source: Terraform documentation, "JSON
 * Configuration Syntax", Expression Mapping
 */
export const escapeTemplate = (text: string): string =>
  text.replace(
    /([$%]*)([$%])\{/g,
    (_, before: string, sign: string) => `${before.endsWith(sign) ? quoteSigns(before) : before}${sign}${sign}{`,
  );

// Quotes every sign, because `$` followed by the quoted `${"%"}` would be read as an escaped `${`.
const quoteSigns = (signs: string): string => signs.replace(/./g, (sign) => `\${"${sign}"}`);

/** Escapes every string of a JSON value. */
export const escapeTemplates = (value: unknown): unknown => mapTexts(value, escapeTemplate);

const parts = /\$\{"([$%])"\}|([$%])\2\{|([$%])\{([^}]*)\}?/g;

/** Reverses `escapeTemplate`. @throws ExpressionError if the text contains an expression */
export const unescapeTemplate = (text: string): string => unescapeWith(text, refuse);

/** Reverses `escapeTemplates`. @throws ExpressionError if a string contains an expression */
export const unescapeTemplates = (value: unknown): unknown => mapTexts(value, unescapeTemplate);

/** Reverses `escapeTemplates`, and keeps expressions unchanged. */
export const unescapeAroundExpressions = (value: unknown): unknown =>
  mapTexts(value, (text) => unescapeWith(text, (expression) => expression));

function refuse(expression: string): never {
  throw new ExpressionError(expression);
}

const unescapeWith = (text: string, onExpression: (expression: string) => string): string =>
  text.replace(parts, (found, sign?: string, escaped?: string) => {
    if (sign !== undefined) return sign;
    return escaped === undefined ? onExpression(found) : `${escaped}{`;
  });

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}
