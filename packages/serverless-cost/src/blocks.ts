/** How many blocks are billed: a part of one is a whole one, and nothing is one as well. */
export const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));
