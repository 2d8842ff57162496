import { randomUUID } from 'node:crypto';

/**
 * Returns a new ID, which starts with the workgroup's name, because policies refer to workgroups but calls contain only
 * the ID.
 */
export const newId = (workgroup: string) => `${workgroup}-${randomUUID()}`;

const uuidLength = 36;

export const workgroupOf = (id: string) => id.slice(0, -(uuidLength + 1));
