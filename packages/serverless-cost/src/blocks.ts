/** Returns the number of billed blocks: partial blocks count as whole ones, and nothing counts as one. */
export const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));
