/** Converts a thrown value to an Error, which the logger can format. */
export const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
