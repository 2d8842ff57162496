import { compareModules, compareNames } from './import-order';

test('compareModules sorts modules as Biome does', () => {
  const sorted = [
    'node:fs',
    '@aws-sdk/client-iot',
    '@himeshima/constructs',
    '@himeshima/constructs/units',
    'constructs',
    '../../contracts/bindings',
    '../bound-function',
    './features/power',
    './features/power-command',
    './features/power2',
    './features/power10',
  ];
  expect([...sorted].reverse().sort(compareModules)).toEqual(sorted);
});

test('compareNames sorts an upper-case letter before its lower-case form', () => {
  const sorted = ['ExampleThing', 'IotRule', 'invoke', 'NodeFunction', 'newest'];
  expect([...sorted].reverse().sort(compareNames)).toEqual(sorted);
});
