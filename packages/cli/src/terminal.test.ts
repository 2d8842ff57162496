import { screen, terminalWidth } from './terminal';

const written = Object.getOwnPropertyDescriptors(process.stdout);
const stdout = (isTTY: boolean, columns: number | undefined) =>
  Object.defineProperties(process.stdout, {
    isTTY: { value: isTTY, configurable: true },
    columns: { value: columns, configurable: true },
  });
afterEach(() => {
  for (const name of ['isTTY', 'columns'] as const)
    Object.defineProperty(process.stdout, name, written[name] ?? { value: undefined, configurable: true });
});

test.each([
  ['a terminal', true, 80, 80, 80],
  ['a terminal that reports no width', true, 0, undefined, 100],
  ['a pipe', false, undefined, undefined, 100],
])('determines the width of %s', (_what, isTTY, columns, width, laidOut) => {
  stdout(isTTY, columns);
  expect(terminalWidth()).toBe(width);
  expect(screen().columns).toBe(laidOut);
});
