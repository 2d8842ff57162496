import { randomUUID } from 'node:crypto';

/**
 * Returns a new ID that starts with the workgroup,
 * because policies refer to workgroups, whereas calls contain only the ID.
 */
export const newId = (workgroup: string) => `${workgroup}-${randomUUID()}`;

const uuidLength = 36;

export const workgroupOf = (id: string) => id.slice(0, -(uuidLength + 1));
