// A handle starts after white space or a bracket; an address such as somebody@example.org is none.
const handle = /(?<![\w.+-])@[\w][\w.+#/@-]*/g;

/** Whom a text calls, each once, in the order of the text. Source: D/monitors/notify, "Notifications". */
export function handlesIn(text: string): string[] {
  const found = Array.from(text.matchAll(handle), ([match]) => match.replace(/[.,/-]+$/, ''));
  return [...new Set(found)];
}
