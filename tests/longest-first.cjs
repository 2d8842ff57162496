const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Sequencer that runs tests that start processes first. On a clean checkout, Jest has no recorded durations and sorts by file
 * size, so that the longest tests would run last and leave a core idle.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const startsProcesses = ({ path }) => /[\\/]tests[\\/]/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(startsProcesses), ...sorted.filter((one) => !startsProcesses(one))];
  }
};
