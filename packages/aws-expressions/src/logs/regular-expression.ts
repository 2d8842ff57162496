/** A pattern is somebody's input: with groups, or with many `*`, one line could keep the platform busy for ever. */
const unboundedAtMost = 3;

/** The expression between two `%`. @throws what `refuse` makes of the reason for which it is not served */
export function regularExpressionOf(text: string, refuse: (reason: string) => Error): RegExp {
  if (/(?<!\\)\(/.test(text)) throw refuse('groups in %…% are not served locally');
  if ((text.match(/[*+]|\{\d+,\}/g) ?? []).length > unboundedAtMost)
    throw refuse(`more than ${unboundedAtMost} of * and + in %…% are not served locally`);
  try {
    return new RegExp(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
}
