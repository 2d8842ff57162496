export type Decision = { allowed: true } | { allowed: false; reason: string };
