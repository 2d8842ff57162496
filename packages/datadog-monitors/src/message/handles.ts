// The lookbehind excludes addresses such as user@example.org: the character before a handle is not part of a word.
const handle = /(?<![\w.+-])@[\w][\w.+#/@-]*/g;

/** Returns the handles in a message in order, without duplicates. Source: docs.datadoghq.com/monitors/notify, "Notifications". */
export function handlesIn(text: string): string[] {
  const found = Array.from(text.matchAll(handle), ([match]) => match.replace(/[.,/-]+$/, ''));
  return [...new Set(found)];
}
