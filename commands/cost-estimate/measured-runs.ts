import type { Fleet } from '@himeshima/serverless-cost';

/**
 * Duration and log volume of invocations, measured with `npm start` on 2026-11-25 from REPORT lines and log groups
 * (dev, 256 MB, two shared cores): 40 reports from a light, 400 measurements in 83 batches, 10 executed commands.
 * The values are means, excluding cold starts. The table operations are taken from the code.
 */
const measured: Fleet['runs'] = {
  'telemetry-writer': {
    milliseconds: 32,
    // the 32 ms of an invocation were measured with batches of 5; each batch writes up to 25 items in parallel, then one per room
    millisecondsAnItem: 0.5,
    logBytes: 583,
    touches: [
      { table: 'readings', does: 'writes', times: 1, each: 'item', bytes: 220 },
      // if there are many rooms, a batch rarely contains the same room twice
      { table: 'rooms', does: 'writes', times: 1, each: 'item', bytes: 700 },
    ],
  },
  'power-on': {
    milliseconds: 28,
    logBytes: 1059,
    touches: [{ table: 'device-power', does: 'writes', times: 1, each: 'invocation', bytes: 200 }],
  },
  'power-confirm': {
    milliseconds: 34,
    logBytes: 747,
    touches: [
      { table: 'device-power', does: 'writes', times: 1, each: 'invocation', bytes: 200 },
      { table: 'commands', does: 'reads', times: 2, each: 'invocation', bytes: 600 },
    ],
  },
  'power-command': {
    milliseconds: 25,
    logBytes: 871,
    touches: [
      { table: 'commands', does: 'reads', times: 1, each: 'invocation', bytes: 600 },
      { table: 'commands', does: 'writes', times: 1, each: 'invocation', bytes: 600 },
    ],
  },
  'live-push': {
    milliseconds: 22,
    logBytes: 1033,
    // the function caches each thing for a minute, but a device rarely reports twice within a minute
    registryOperations: 1,
    touches: [
      { table: 'live-subscriptions', does: 'reads', times: 2, each: 'invocation', bytes: 300 },
      { table: 'belongings', does: 'reads', times: 2, each: 'invocation', bytes: 200 },
    ],
  },
  'alert-message': { milliseconds: 1.1, logBytes: 340 },
  api: {
    milliseconds: 69,
    logBytes: 1075,
    touches: [
      { table: 'belongings', does: 'reads', times: 1, each: 'invocation', bytes: 200 },
      { table: 'commands', does: 'reads', times: 1, each: 'invocation', bytes: 600 },
    ],
  },
};

/** Estimate for functions that were not measured: provisioning, certificates and live pages. */
const notMeasured: Fleet['otherRun'] = { milliseconds: 40, logBytes: 1000 };

export const runs = { measured, notMeasured };

/** Log volume in bytes of one execution of power-command: 12 events with their input and output. */
export const executionLogBytes = 4680;
/** Size in bytes of one line of the REST API's access log. */
export const requestLogBytes = 273;
