/** Returns the number of billed blocks: a partial block counts as a whole block, and zero bytes count as one block. */
export const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));
