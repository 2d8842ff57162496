/**
 * Matches values that an author probably meant to replace: texts such as `CHANGE_ME` or `<your-domain>`, and names that RFC 2606 and
 * RFC 6761 reserve for documentation.
 */
const placeholder =
  /\b(?:change[-_]?me|replace[-_]?me|fix[-_]?me|your[-_](?:[a-z]+[-_])?(?:domain|account|project|bucket|key|email|org|organization|name|id))\b|^<[a-z][a-z_ -]*>$|(?:^|[@./])example\.(?:com|net|org)(?![\w.-]*\w)/i;

/** Returns whether a value looks like a placeholder. */
export const isPlaceholder = (value: string): boolean => placeholder.test(value);
