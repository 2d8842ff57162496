import { series } from '@himeshima/datadog-monitors';
import { ownMetrics } from '../contracts/metrics';
import { metersSilent } from './meters';
import { describeMonitorBehavior } from './testing';

const stored = (values: string) => series(`${ownMetrics.readingStored.datadog}{service:meter-reading}`, values);

describeMonitorBehavior(metersSilent, {
  minutes: 90,
  fires: {
    when: 'no reading is stored for 30 minutes',
    series: [stored('1x10 _x40 1x40')],
    notifications: ['55m alert', '66m recovery'],
  },
  staysOk: { when: 'one reading is stored every 29 minutes', series: [stored('1 _x28 1 _x28 1 _x28 1 _x2')] },
  withoutData: { when: 'there are no meters', series: [stored('_x90')], notifications: [] },
});
