/**
 * KMS actions that give a key away or make everything that it encrypts unreadable. If an environment protects its data, only an
 * administrator may call them, not the pipeline.
 */
export const administeredKeyActions = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'] as const;
