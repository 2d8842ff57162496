const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Runs tests that start processes first. On a clean checkout, Jest knows no durations and sorts by file size, so the longest tests
 * would run last, with an idle core.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const startsProcesses = ({ path }) => /[\\/]tests[\\/]/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(startsProcesses), ...sorted.filter((one) => !startsProcesses(one))];
  }
};
