import { series } from '@himeshima/datadog-monitors';
import { sampleThing } from './sample-service';
import { describeMonitorBehavior, keepsState } from './testing';

const sampleThingGroup = 'sample-metric{sampletag:example}';
const sampleThingSeries = (values: string) => series(sampleThingGroup, values);

describeMonitorBehavior(sampleThing, {
  fires: {
    when: 'the threshold is reached',
    series: [sampleThingSeries('0x4 1000 0x55')],
    // Fill in: the threshold with a reason, severity, summary and impact in sample-service.ts, instructions in
    // docs/runbooks/sample-thing.md, and the notifications of a realistic series here.
    notifications: ['fill in: the notifications'],
  },
  staysOk: { when: 'the value is one below the threshold', series: [sampleThingSeries('0x4 999 0x55')] },
  withoutData: keepsState(sampleThingSeries('0x4 _x56')),
});
