import { forEachConcurrently } from '../platform/for-each-concurrently';
import { runCheck } from './run-check';

const run = (program: string) => runCheck({ name: 'x', args: ['-e', program], mend: '' }, process.cwd());

describe('a check', () => {
  test('passes where its program ends with 0', async () => {
    expect(await run('console.log("fine")')).toMatchObject({ passed: true, output: 'fine' });
  });

  test('fails where its program ends otherwise, and shows what it printed on both streams', async () => {
    const { passed, output } = await run('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(passed).toBe(false);
    expect(output.split('\n').sort()).toEqual(['err', 'out']);
  });

  test('fails where its program is killed', async () => {
    expect(await run('process.kill(process.pid, "SIGKILL")')).toMatchObject({ passed: false });
  });
});

describe('lanes', () => {
  test('do every item once, and never more at a time than there are lanes', async () => {
    const done: number[] = [];
    let busy = 0;
    let most = 0;
    await forEachConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
      busy += 1;
      most = Math.max(most, busy);
      await Promise.resolve();
      busy -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });
});
