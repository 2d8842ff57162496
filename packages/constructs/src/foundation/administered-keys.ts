/**
 * KMS actions that give others access to a key, or make everything that the key encrypts unreadable. If an environment protects
 * its data, only an administrator may call these actions, not the pipeline.
 */
export const administeredKeyActions = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'] as const;
