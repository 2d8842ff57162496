import { fc, test as property } from '@fast-check/jest';
import { covers, filtersOverlap } from './covers';
import { matches } from './topic-filter';

describe('covers', () => {
  test.each([
    ['Sensor/+/+', 'Sensor/temp/+', true],
    ['Sensor/temp/+', 'Sensor/+/+', false],
    ['Sensor/#', 'Sensor/+/+', true],
    ['Sensor/+', 'Sensor/#', false],
    ['Sensor/#', 'Sensor', false],
    ['+/#', '#', false],
    ['#', '$aws/things/+/shadow/update', false],
    ['$aws/#', '$aws/things/+/shadow/update', true],
  ])('%s all of %s: %s', (wide, narrow, expected) => expect(covers(wide, narrow)).toBe(expected));
});

// `z` represents any other text, because no filter contains it
const topics = ((): readonly string[] => {
  const levels = ['a', '$b', 'z', ''];
  let longest = levels;
  const all = [...levels];
  for (let length = 2; length <= 5; length += 1) {
    longest = longest.flatMap((topic) => levels.map((level) => `${topic}/${level}`));
    all.push(...longest);
  }
  return all;
})();

const filters = fc
  .tuple(fc.array(fc.constantFrom('a', '$b', '', '+'), { maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => (open ? [...levels, '#'] : levels).join('/'))
  .filter((filter) => filter !== '');

property.prop([filters, filters], { numRuns: 300 })(
  'covers and filtersOverlap agree with an exhaustive check of all topics',
  (one, other) => {
    const matched = topics.filter((topic) => matches(other, topic));
    expect(covers(one, other)).toBe(matched.every((topic) => matches(one, topic)));
    expect(filtersOverlap(one, other)).toBe(matched.some((topic) => matches(one, topic)));
  },
);
