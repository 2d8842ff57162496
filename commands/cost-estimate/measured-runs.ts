import type { Fleet } from '@himeshima/serverless-cost';

/**
 * What an invocation takes, by the REPORT lines and the log groups of `npm start` on 2026-11-25 (dev, 256 MB, two cores that
 * others used too): 40 reports of a light, 400 measurements in 83 batches, 10 commands that were obeyed. Means without cold starts.
 * What it does to tables is what its code does.
 */
const measured: Fleet['runs'] = {
  'telemetry-writer': {
    milliseconds: 32,
    // 32 ms were for batches of 5: writing 25 items at once, and a room each
    millisecondsAnItem: 0.5,
    logBytes: 583,
    touches: [
      { table: 'readings', does: 'writes', times: 1, each: 'item', bytes: 220 },
      // a batch has hardly a room twice, where there are many rooms
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
    // it remembers rooms for a minute, and hardly meets a device twice in one
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

/** Of functions that were not measured: those of provisioning, certificates and pages. */
const notMeasured: Fleet['otherRun'] = { milliseconds: 40, logBytes: 1000 };

export const runs = { measured, notMeasured };

/** Bytes that one execution of power-command logs: 12 events, with what it hands on. */
export const executionLogBytes = 4680;
/** Bytes of the line that the REST API logs of a request. */
export const requestLogBytes = 273;
