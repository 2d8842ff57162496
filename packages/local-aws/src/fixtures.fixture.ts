export { withDuckdb } from './athena/with-duckdb.fixture';
export { makeTestAuthority } from './certificates/test-authority.fixture';
export { createClock } from './clock';
export { openDiskStore } from './disk-store';
export { createInFlightMessages } from './iot/in-flight-messages';
export { arn, platform, result, settled } from './step-functions/workflow.fixture';
