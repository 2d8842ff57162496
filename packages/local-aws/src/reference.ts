export { dataSources } from './data-sources';
export { staysEmpty } from './emitted-metrics';
export { keyUses } from './kms/key-uses';
export { supported } from './supported';
