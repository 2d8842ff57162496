export { consoleSpecification } from './console/specification';
export { findMissingMetric } from './emitted-metrics';
export { keyUses } from './kms/key-uses';
export { dataSources, resourceTypes as supported } from './service-table';
