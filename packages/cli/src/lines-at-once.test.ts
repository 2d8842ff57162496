import { setImmediate } from 'node:timers/promises';
import { linesAtOnce } from './lines-at-once';

const printing = () => {
  const written: string[] = [];
  return { written, print: linesAtOnce((text) => written.push(text)) };
};

test('lines of one turn are written as one, in their order', async () => {
  const { written, print } = printing();
  print('a');
  print('b');
  expect(written).toEqual([]);
  await setImmediate();
  print('c');
  await setImmediate();
  expect(written).toEqual(['a\nb\n', 'c\n']);
});

test('what waits when the program ends is written then, once', async () => {
  const { written, print } = printing();
  print('a');
  print.now();
  print.now();
  await setImmediate();
  expect(written).toEqual(['a\n']);
});
