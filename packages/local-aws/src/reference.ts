export { dataSources } from './data-sources';
export { findMissingMetric as staysEmpty } from './emitted-metrics';
export { keyUses } from './kms/key-uses';
export { resourceTypes as supported } from './resource-types';
