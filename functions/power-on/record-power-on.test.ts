import { fc, test as law } from '@fast-check/jest';
import type { PowerReport } from '../../contracts/power';
import { type PowerOn, type PowerTable, recordPowerOn } from './record-power-on';

const report = (receivedAt: number): PowerReport => ({
  thing: 'light-1',
  receivedAt,
  traceId: `trace-${receivedAt}`,
  state: { reported: { power: true } },
});

function memoryTable() {
  const items = new Map<string, PowerOn>();
  const table: PowerTable = {
    putIfNewer: async (item) => {
      const known = items.get(item.thing);
      if (known && known.since >= item.since) return false;
      items.set(item.thing, item);
      return true;
    },
  };
  return { table, items };
}

describe('recordPowerOn', () => {
  test('remembers since when a device is on', async () => {
    const { table, items } = memoryTable();
    await expect(recordPowerOn(report(1000), table)).resolves.toBe('recorded');
    expect(items.get('light-1')).toEqual({ thing: 'light-1', since: 1000, traceId: 'trace-1000' });
  });

  test('the same report twice changes nothing', async () => {
    const { table } = memoryTable();
    await recordPowerOn(report(1000), table);
    await expect(recordPowerOn(report(1000), table)).resolves.toBe('already known');
  });

  law.prop([fc.array(fc.nat(), { minLength: 1 })])(
    'in whichever order reports arrive, the newest stays',
    async (moments) => {
      const { table, items } = memoryTable();
      for (const moment of moments) await recordPowerOn(report(moment), table);
      expect(items.get('light-1')?.since).toBe(Math.max(...moments));
    },
  );
});
