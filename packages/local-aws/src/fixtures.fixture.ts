export { withDuckdb } from './athena/with-duckdb.fixture';
export { createClock } from './clock';
export { openDiskStore } from './disk-store';
export { createInFlightMessages } from './iot/under-way';
export { arn, platform, result, settled } from './step-functions/workflow.fixture';
