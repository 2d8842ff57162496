/** Returns the number of billed blocks. Partial blocks are rounded up, and zero bytes are billed as one block. */
export const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));
