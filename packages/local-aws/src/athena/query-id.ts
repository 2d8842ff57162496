import { randomUUID } from 'node:crypto';

/**
 * Returns a new ID. It starts with the workgroup, because calls contain only the ID, whereas policies refer to
 * workgroups.
 */
export const newId = (workgroup: string) => `${workgroup}-${randomUUID()}`;

const uuidLength = 36;

export const workgroupOf = (id: string) => id.slice(0, -(uuidLength + 1));
