import { setImmediate } from 'node:timers/promises';
import { batchLines } from './batch-lines';

const printing = () => {
  const written: string[] = [];
  return { written, print: batchLines((text) => written.push(text)) };
};

test('writes the lines from one turn of the event loop together, in order', async () => {
  const { written, print } = printing();
  print('a');
  print('b');
  expect(written).toEqual([]);
  await setImmediate();
  print('c');
  await setImmediate();
  expect(written).toEqual(['a\nb\n', 'c\n']);
});

test('now() writes pending lines immediately and only once', async () => {
  const { written, print } = printing();
  print('a');
  print.now();
  print.now();
  await setImmediate();
  expect(written).toEqual(['a\n']);
});
