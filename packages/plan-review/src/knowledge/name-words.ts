/** Splits a name into lower-case words: `allowPrivilegeEscalation` and `allow_privilege_escalation` have the same words. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
