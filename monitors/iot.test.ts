import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import {
  deviceViolations,
  fleetLockedOut,
  iotConnectDenied,
  iotConnectThrottled,
  iotConnectUnknown,
  iotPublishDenied,
  iotPublishThrottled,
  provisioningRefused,
} from './iot';
import { executionsFailed } from './step-functions';

const iot = (metric: string, values: string, protocol = 'mqtt') =>
  series(`aws.iot.${metric}{protocol:${protocol}}`, values);
/** What comes by either protocol: one series each. */
const both = (metric: string, mqtt: string, http: string) => [iot(metric, mqtt), iot(metric, http, 'http')];
const failed = (values: string) => series('aws.states.executions_failed', values);

behaviourOf(iotConnectDenied, {
  fires: {
    when: 'a hundred connections are denied within 15 minutes, whatever they speak',
    series: both('connect_auth_error', '0x9 6x9 0x40', '0x9 4x9 0x40'),
    says: ['34m alert', '40m recovery'],
  },
  staysOk: { when: 'three devices try again every half minute', series: [iot('connect_auth_error', '6x60')] },
  withoutData: noNews(iot('connect_auth_error', '0x5 _x55')),
});

behaviourOf(iotConnectUnknown, {
  fires: {
    when: 'a hundred unknown certificates come within 15 minutes, whatever they speak',
    series: both('connection_authn_error', '0x9 30x1 0x40', '0x9 20x1 0x40'),
    says: ['26m alert', '40m recovery'],
  },
  staysOk: { when: 'one scanner tries 99 times', series: [iot('connection_authn_error', '0x9 99 0x40')] },
  withoutData: noNews(iot('connection_authn_error', '0x5 _x55')),
});

behaviourOf(iotPublishDenied, {
  fires: {
    when: 'twenty messages are refused within 15 minutes, whatever they came by',
    series: both('publish_in_auth_error', '0x8 10 6 0x40', '0x8 0 4 0x40'),
    says: ['25m alert', '39m recovery'],
  },
  staysOk: { when: 'one device is thrown out now and then', series: [iot('publish_in_auth_error', '0x9 18 0x50')] },
  withoutData: noNews(iot('publish_in_auth_error', '0x5 _x55')),
});

behaviourOf(iotPublishThrottled, {
  fires: {
    when: 'ten messages are throttled, whatever they came by',
    series: both('publish_in_throttle', '0x8 5 3 0x40', '0x8 0 2 0x40'),
    says: ['25m alert', '39m recovery'],
  },
  staysOk: { when: 'a burst loses nine', series: [iot('publish_in_throttle', '0x9 9 0x40')] },
  withoutData: noNews(iot('publish_in_throttle', '0x5 _x55')),
});

behaviourOf(iotConnectThrottled, {
  fires: {
    when: 'a hundred connections are throttled, whatever they speak',
    series: both('connect_throttle', '0x8 50 30 0x40', '0x8 0 20 0x40'),
    says: ['25m alert', '39m recovery'],
  },
  staysOk: { when: 'an outage ends and 99 devices have to wait', series: [iot('connect_throttle', '0x9 99 0x40')] },
  withoutData: noNews(iot('connect_throttle', '0x5 _x55')),
});

const registered = (values: string, template = 'light') =>
  series(`aws.iot.register_thing_failed{templatename:${template}}`, values);

behaviourOf(provisioningRefused, {
  fires: {
    when: 'a template refuses ten devices within 15 minutes',
    series: [registered('0x8 6 4 0x50')],
    says: ['25m templatename:light alert', '39m templatename:light recovery'],
  },
  staysOk: {
    when: 'two templates refuse nine each',
    series: [registered('0x8 5 4 0x50'), registered('0x8 5 4 0x50', 'sensor')],
  },
  withoutData: noNews(registered('0x5 _x55')),
});

const violations = (values: string, behaviour = 'message-rate', profile = 'every-device') =>
  series(`aws.iot.violations{behaviorname:${behaviour},securityprofilename:${profile}}`, values);

behaviourOf(deviceViolations, {
  minutes: 150,
  fires: {
    when: 'a hundred devices violate one behaviour within an hour, of whichever profile',
    series: [violations('0x10 40 0x28 20 0x109'), violations('_x41 40 _x110', 'message-rate', 'lights')],
    says: ['56m behaviorname:message-rate alert', '86m behaviorname:message-rate recovery'],
  },
  staysOk: {
    when: 'ninety-nine violate each of two',
    series: [violations('0x8 60 39 0x140'), violations('0x8 60 39 0x140', 'disconnects')],
  },
  withoutData: noNews(violations('0x5 _x145')),
});

behaviourOf(fleetLockedOut, {
  members: [iotConnectDenied, executionsFailed],
  fires: {
    when: 'commands fail while many connections are denied',
    series: [iot('connect_auth_error', '10x60'), failed('0x20 1 0x39')],
    says: ['36m alert', '41m recovery'],
  },
  staysOk: {
    when: 'a command fails, and a few devices are denied',
    series: [iot('connect_auth_error', '2x60'), failed('0x20 1 0x39')],
  },
  withoutData: {
    when: 'denied devices alone do not page, where no command was ever given',
    series: [iot('connect_auth_error', '10x60'), failed('_x60')],
    says: [],
  },
});
