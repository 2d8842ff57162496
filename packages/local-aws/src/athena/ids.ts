import { randomUUID } from 'node:crypto';

/** Policies are given on workgroups, and who asks for an answer names its id alone: it begins with the workgroup. */
export const newId = (workgroup: string) => `${workgroup}-${randomUUID()}`;

const uuidLength = 36;

export const workgroupOf = (id: string) => id.slice(0, -(uuidLength + 1));
