import { randomUUID } from 'node:crypto';

/** Returns a new ID that starts with the workgroup: policies are attached to workgroups, but calls only name an ID. */
export const newId = (workgroup: string) => `${workgroup}-${randomUUID()}`;

const uuidLength = 36;

export const workgroupOf = (id: string) => id.slice(0, -(uuidLength + 1));
