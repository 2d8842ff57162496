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

test('a table has its numbers to the right, and columns for what is wide', () => {
  expect(formatTable(answer)).toBe(['room   hottest', '居間      30.5', 'room2'].join('\n'));
});

test('objects have numbers as numbers, and null where nothing is', () => {
  expect(answerObjects(answer)).toEqual([
    { room: '居間', hottest: 30.5 },
    { room: 'room2', hottest: null },
  ]);
});
