import { killCommands, runCommand } from './command-process';

jest.setTimeout(60_000);
afterAll(killCommands);

describe('npm run fleet', () => {
  test('lets a fleet measure and obey, and nobody hostile through', async () => {
    const args = ['--devices', '10', '--rate', '5', '--minutes', '0.05', '--chaos', '--json'];
    const { code, stdout, stderr } = await runCommand('fleet', args, 50);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      devices: 10,
      hostile: 1,
      acknowledged: 105,
      stored: 105,
      lost: 0,
      unsent: 0,
      miscounted: 0,
      refused: 15,
      gotThrough: [],
      untold: [],
      commands: { asked: 3, answered: 3 },
    });
  });

  test.each([
    ['--devices', '0', '✗ --devices 0 is no number above 0 and up to 10000'],
    ['--chaos', '--devices=1', '✗ --chaos wants two devices at least: one that is hostile, one that is not'],
    ['--endpoint', 'mqtts://nowhere:8883', '✗ --endpoint and --claim belong together'],
  ])('%s %s ends with one line and exit 1', async (option, value, line) => {
    expect(await runCommand('fleet', [option, value], 20)).toMatchObject({ code: 1, stderr: `${line}\n` });
  });
});
