import { fc, test as property } from '@fast-check/jest';
import { matches } from './topic-filter';
import { TopicIndex } from './topic-index';

const level = fc.constantFrom('a', 'b', '', '$aws', 'things');
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([levels, open]) => (open ? [...levels, '#'] : levels).join('/'));
const topic = fc.array(level, { minLength: 1, maxLength: 6 }).map((levels) => levels.join('/'));

describe('TopicIndex', () => {
  property.prop([fc.array(filter, { maxLength: 20 }), topic])(
    'finds the values of all matching filters in insertion order',
    (filters, at) => {
      const index = new TopicIndex<number>();
      for (const [place, each] of filters.entries()) index.add(each, place);
      expect(index.at(at)).toEqual(filters.flatMap((each, place) => (matches(each, at) ? [place] : [])));
    },
  );
});
