export { dataSources } from './data-sources';
export { staysEmpty } from './emitted-metrics';
export type { NamedTest, Quota } from './iot/quotas/quota';
export { quotaTable, sources } from './iot/quotas/table';
export { keyUses } from './kms/key-uses';
export { supported } from './supported';
