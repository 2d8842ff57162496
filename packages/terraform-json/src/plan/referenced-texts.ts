/**
 * Returns an expression's references in source order, including repetitions. Terraform also lists each reference's
 * shorter forms, which are removed: `module.queue["a"].arn`, `module.queue["a"]`, `module.queue`. Source:
 * hashicorp/terraform, internal/command/jsonconfig/expression.go
 */
export function referencedTexts(listed: readonly string[]): readonly string[] {
  const texts: string[] = [];
  let previous: string | undefined;
  for (const text of listed) {
    const isShorter =
      previous !== undefined && text.length < previous.length && /^[.[]/.test(previous.slice(text.length));
    if (!isShorter || !previous?.startsWith(text)) texts.push(text);
    previous = text;
  }
  return texts;
}
