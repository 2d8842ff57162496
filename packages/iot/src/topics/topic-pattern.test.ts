import { fc, test as property } from '@fast-check/jest';
import { matches } from './topic-filter';
import { patternOfFilter, patternOfResource, patternOfTemplate, patternsOverlap } from './topic-pattern';

const reaches = (resource: string, filter: string) =>
  patternsOverlap(patternOfResource(resource), patternOfFilter(filter));

describe('policy resources and topic filters', () => {
  test.each([
    ['Sensor/temp/room1', 'Sensor/+/+', true],
    ['Sensor/temp', 'Sensor/+/+', false],
    ['Sensor/*', 'Sensor/+/+', true],
    ['Sensor/t?mp/a', 'Sensor/temp/#', true],
    ['$aws/things/${iot:Connection.Thing.ThingName}/shadow/*', '$aws/things/+/shadow/update', true],
    ['$aws/things/${iot:Connection.Thing.ThingName}/shadow/*', '$aws/things/+/jobs/+/update', false],
    ['$aws/things/${iot:Connection.Thing.ThingName}/a', '$aws/things/+/b/a', false],
    ['*', 'anything/at/all', true],
    ['a', 'a/#', false],
  ])('%s to %s: %s', (resource, filter, expected) => {
    expect(reaches(resource, filter)).toBe(expected);
  });

  const level = fc.constantFrom('a', 'b', 'ab', '');
  property.prop([
    fc.array(level, { minLength: 1, maxLength: 4 }),
    fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  ])(
    'a topic without wildcards overlaps a filter if and only if the filter matches the topic',
    (topic, levels, open) => {
      const filter = (open ? [...levels, '#'] : levels).join('/');
      const text = topic.join('/');
      expect(patternsOverlap(patternOfResource(text), patternOfFilter(filter))).toBe(matches(filter, text));
    },
  );
});

describe('rules that publish to their own filter', () => {
  test.each([
    ['a/b', 'a/+', true],
    ['a/b', 'a/+/c', false],
    ['${topic()}', 'a/+', true],
    ['${topic()}/copy', 'a/+', false],
    ['${topic()}/copy', 'a/#', true],
    ['copy/${topic(2)}', 'a/+', false],
    ['a/${topic(2)}', 'a/+', true],
    ['a/${room}/x', 'a/+', false],
    ['${where}', 'a/+', true],
  ])('%s from %s: %s', (text, filter, expected) => {
    expect(patternsOverlap(patternOfTemplate(text, filter), patternOfFilter(filter))).toBe(expected);
  });
});
