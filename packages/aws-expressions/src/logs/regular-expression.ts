/** Maximum number of unbounded quantifiers, because an untrusted pattern with many of them could take forever. */
const unboundedAtMost = 3;

/** Compiles the regular expression between two `%`. Throws the error from `refuse` if it is not supported. */
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
