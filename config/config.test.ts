import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { days, hours, inDays, inHours, minutes, seconds } from '@himeshima/constructs/units';
import { dev } from './dev';
import { environmentNamed, environments } from './environments';

describe('environments', () => {
  test('rejects an unknown name and lists the known names', () => {
    expect(() => environmentNamed('moon')).toThrow('unknown environment "moon"; known: dev, staging, prod');
    expect(environmentNamed('dev')).toBe(dev);
  });

  test('each environment has its own stack and account', () => {
    expect(new Set(environments.map(({ stack }) => stack)).size).toBe(environments.length);
    expect(new Set(environments.map(({ account }) => account)).size).toBe(environments.length);
  });

  test.each(environments)(
    '$name is declared in config/$name.ts, because error messages refer to that file',
    ({ name }) => {
      expect(existsSync(join(__dirname, `${name}.ts`))).toBe(true);
    },
  );

  // Values that PutRetentionPolicy accepts (API reference).
  const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731];

  test.each(environments)(
    '$name has values that AWS accepts',
    ({ account, retention, alertStream, powerCommand, analytics }) => {
      expect(account).toMatch(/^\d{12}$/);
      expect(retentions).toContain(inDays(retention.logs));
      expect(retention.failedEvents.seconds).toBeLessThanOrEqual(days(14).seconds);
      expect(inHours(alertStream.retention)).toBeGreaterThanOrEqual(24);
      // minimum that CreateWorkGroup accepts (API reference)
      expect(analytics.scanLimit.bytes).toBeGreaterThanOrEqual(10_000_000);
      const { answerWithin, longest, atOnce, toleratedFailurePercentage } = powerCommand;
      expect(answerWithin.seconds).toBeGreaterThan(0);
      expect(longest.seconds).toBeGreaterThanOrEqual(answerWithin.seconds);
      // maximum number of child executions of a distributed Map (Step Functions developer guide, "Quotas")
      expect(atOnce).toBeLessThanOrEqual(10_000);
      expect(toleratedFailurePercentage).toBeLessThanOrEqual(100);
    },
  );
});

describe('units', () => {
  test('stores a duration in any unit as seconds', () => {
    expect([seconds(90), minutes(1.5)].map((duration) => duration.seconds)).toEqual([90, 90]);
    expect(inDays(hours(48))).toBe(2);
  });

  test('inDays rejects a fraction of a day', () => {
    expect(() => inDays(hours(36))).toThrow('129600 s is not a whole number of days');
  });
});
