// A handle starts after white space or a bracket, so an address such as user@example.org is not a handle.
const handle = /(?<![\w.+-])@[\w][\w.+#/@-]*/g;

/** Returns the handles in a message in order, without duplicates. Source: D/monitors/notify, "Notifications". */
export function handlesIn(text: string): string[] {
  const found = Array.from(text.matchAll(handle), ([match]) => match.replace(/[.,/-]+$/, ''));
  return [...new Set(found)];
}
