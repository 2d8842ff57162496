const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Tests that start processes come first: on a clean checkout jest knows no durations and goes by the size of the files,
 * so that the longest would run last, beside an idle core.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const startsProcesses = ({ path }) => /[\\/]tests[\\/]/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(startsProcesses), ...sorted.filter((one) => !startsProcesses(one))];
  }
};
