/** Maximum number of unbounded quantifiers. Patterns are untrusted, and groups or many `*` could make matching take forever. */
const unboundedAtMost = 3;

/** Compiles the regular expression between two `%`. If it is not supported, throws the error created by `refuse`. */
export function regularExpressionOf(text: string, refuse: (reason: string) => Error): RegExp {
  if (/(?<!\\)\(/.test(text)) throw refuse('groups in %…% are not supported locally');
  if ((text.match(/[*+]|\{\d+,\}/g) ?? []).length > unboundedAtMost)
    throw refuse(`more than ${unboundedAtMost} quantifiers (* and +) in %…% are not supported locally`);
  try {
    return new RegExp(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
}
