/** Joins the first texts of a list, and counts the others: `a, b and 3 more`. */
export function shortList(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return more > 1 ? `${texts.slice(0, most).join(', ')} and ${more} more` : texts.join(', ');
}
