/**
 * KMS actions that grant access to a key, or make all data that the key encrypts unreadable. If an environment protects
 * its data, only an administrator may call these actions, not the pipeline.
 */
export const administeredKeyActions = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'] as const;
