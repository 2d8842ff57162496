const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Sequencer that first runs the tests that start processes. On a clean checkout, Jest has no recorded durations and sorts
 * by file size. The longest tests would then run last and leave cores idle.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const startsProcesses = ({ path }) => /[\\/]tests[\\/]/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(startsProcesses), ...sorted.filter((one) => !startsProcesses(one))];
  }
};
