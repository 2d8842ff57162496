import { series } from '@himeshima/datadog-monitors';
import { commandBurnsFast, commandBurnsSlowly, commandFailing, commandsEnough } from './command-burn-rates';
import { describeMonitorBehavior } from './testing';

const commands = (ended: string, succeeded: string) => [
  series('himeshima.command_ended', ended),
  series('himeshima.command_succeeded', succeeded),
];

describeMonitorBehavior(commandBurnsFast, {
  minutes: 240,
  fires: {
    when: '75% of commands fail for an hour',
    series: commands('4x240', '4x60 1x70 4x110'),
    notifications: ['118m alert', '133m recovery'],
  },
  staysOk: { when: '71.9% of commands fail', series: commands('1000x240', '281x240') },
  withoutData: { when: 'there are no commands', series: commands('_x240', '_x240'), notifications: [] },
});

describeMonitorBehavior(commandsEnough, {
  minutes: 180,
  fires: {
    when: 'one command finishes per minute',
    series: commands('1x60 0x120', '1x60 0x120'),
    notifications: ['64m alert', '86m recovery'],
  },
  staysOk: { when: '49 commands finish within an hour', series: commands('49 0x119', '49 0x119') },
  withoutData: { when: 'there are no commands', series: commands('_x120', '_x120'), notifications: [] },
});

describeMonitorBehavior(commandFailing, {
  minutes: 240,
  fires: {
    when: '75% of a large number of commands fail',
    series: commands('4x240', '4x60 1x70 4x110'),
    notifications: ['118m alert', '128m renotify', '133m recovery'],
  },
  staysOk: {
    when: 'the only three commands of a night fail',
    series: commands('0x60 1 0x9 1 0x9 1 0x159', '0x240'),
  },
  withoutData: { when: 'there are no commands', series: commands('_x240', '_x240'), notifications: [] },
});

describeMonitorBehavior(commandBurnsSlowly, {
  minutes: 480,
  fires: {
    when: '40% of commands fail for hours',
    series: commands('5x480', '5x60 3x360 5x60'),
    notifications: ['243m alert', '429m recovery'],
  },
  staysOk: { when: '29.9% of commands fail', series: commands('1000x480', '701x480') },
  withoutData: { when: 'there are no commands', series: commands('_x480', '_x480'), notifications: [] },
});
