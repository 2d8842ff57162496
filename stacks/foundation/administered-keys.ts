/**
 * Calls that give a key away or make all that it encrypts unreadable. If an environment protects its data, an administrator makes
 * them and the pipeline cannot.
 */
export const administeredKeyActions = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'] as const;
