/**
 * Returns an expression's references in source order, including repetitions. Terraform lists each reference with its shorter
 * forms (`module.queue["a"].arn`, `module.queue["a"]`, `module.queue`), which are removed. Source: hashicorp/terraform,
 * internal/command/jsonconfig/expression.go
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
