import { answerObjects, formatTable } from './format-answer';

const answer = {
  columns: [
    { name: 'room', type: 'varchar' },
    { name: 'hottest', type: 'double' },
  ],
  rows: [
    ['居間', '30.5'],
    ['room2', undefined],
  ],
};

test('formatTable right-aligns numbers and accounts for wide characters', () => {
  expect(formatTable(answer)).toBe(['room   hottest', '居間      30.5', 'room2'].join('\n'));
});

test('answerObjects returns numbers as numbers and missing values as null', () => {
  expect(answerObjects(answer)).toEqual([
    { room: '居間', hottest: 30.5 },
    { room: 'room2', hottest: null },
  ]);
});
