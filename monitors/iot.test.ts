import { series } from '@himeshima/datadog-monitors';
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
import { describeMonitorBehavior, keepsState } from './testing';

const iot = (metric: string, values: string, protocol = 'mqtt') =>
  series(`aws.iot.${metric}{protocol:${protocol}}`, values);
/** One series per protocol. */
const both = (metric: string, mqtt: string, http: string) => [iot(metric, mqtt), iot(metric, http, 'http')];
const failedExecutions = (values: string) => series('aws.states.executions_failed', values);

describeMonitorBehavior(iotConnectDenied, {
  fires: {
    when: 'a hundred connections, across all protocols, are denied within 15 minutes',
    series: both('connect_auth_error', '0x9 6x9 0x40', '0x9 4x9 0x40'),
    notifications: ['34m alert', '40m recovery'],
  },
  staysOk: { when: 'three devices retry every 30 seconds', series: [iot('connect_auth_error', '6x60')] },
  withoutData: keepsState(iot('connect_auth_error', '0x5 _x55')),
});

describeMonitorBehavior(iotConnectUnknown, {
  fires: {
    when: 'a hundred connections, across all protocols, present unknown certificates within 15 minutes',
    series: both('connection_authn_error', '0x9 30x1 0x40', '0x9 20x1 0x40'),
    notifications: ['26m alert', '40m recovery'],
  },
  staysOk: { when: 'one scanner tries 99 times', series: [iot('connection_authn_error', '0x9 99 0x40')] },
  withoutData: keepsState(iot('connection_authn_error', '0x5 _x55')),
});

describeMonitorBehavior(iotPublishDenied, {
  fires: {
    when: 'twenty messages, across all protocols, are denied within 15 minutes',
    series: both('publish_in_auth_error', '0x8 10 6 0x40', '0x8 0 4 0x40'),
    notifications: ['25m alert', '39m recovery'],
  },
  staysOk: { when: 'one device is disconnected now and then', series: [iot('publish_in_auth_error', '0x9 18 0x50')] },
  withoutData: keepsState(iot('publish_in_auth_error', '0x5 _x55')),
});

describeMonitorBehavior(iotPublishThrottled, {
  fires: {
    when: 'ten messages, across all protocols, are throttled',
    series: both('publish_in_throttle', '0x8 5 3 0x40', '0x8 0 2 0x40'),
    notifications: ['25m alert', '39m recovery'],
  },
  staysOk: { when: 'only nine messages in a burst are throttled', series: [iot('publish_in_throttle', '0x9 9 0x40')] },
  withoutData: keepsState(iot('publish_in_throttle', '0x5 _x55')),
});

describeMonitorBehavior(iotConnectThrottled, {
  fires: {
    when: 'a hundred connections, across all protocols, are throttled',
    series: both('connect_throttle', '0x8 50 30 0x40', '0x8 0 20 0x40'),
    notifications: ['25m alert', '39m recovery'],
  },
  staysOk: { when: '99 connections are throttled after an outage', series: [iot('connect_throttle', '0x9 99 0x40')] },
  withoutData: keepsState(iot('connect_throttle', '0x5 _x55')),
});

const registrations = (values: string, template = 'light') =>
  series(`aws.iot.register_thing_failed{templatename:${template}}`, values);

describeMonitorBehavior(provisioningRefused, {
  fires: {
    when: 'a template rejects ten devices within 15 minutes',
    series: [registrations('0x8 6 4 0x50')],
    notifications: ['25m templatename:light alert', '39m templatename:light recovery'],
  },
  staysOk: {
    when: 'two templates reject nine devices each',
    series: [registrations('0x8 5 4 0x50'), registrations('0x8 5 4 0x50', 'sensor')],
  },
  withoutData: keepsState(registrations('0x5 _x55')),
});

const violations = (values: string, behaviour = 'message-rate', profile = 'every-device') =>
  series(`aws.iot.violations{behaviorname:${behaviour},securityprofilename:${profile}}`, values);

describeMonitorBehavior(deviceViolations, {
  minutes: 150,
  fires: {
    when: 'a hundred devices violate the same behavior, across all profiles, within an hour',
    series: [violations('0x10 40 0x28 20 0x109'), violations('_x41 40 _x110', 'message-rate', 'lights')],
    notifications: ['56m behaviorname:message-rate alert', '86m behaviorname:message-rate recovery'],
  },
  staysOk: {
    when: '99 devices violate each of two behaviors',
    series: [violations('0x8 60 39 0x140'), violations('0x8 60 39 0x140', 'disconnects')],
  },
  withoutData: keepsState(violations('0x5 _x145')),
});

describeMonitorBehavior(fleetLockedOut, {
  fires: {
    when: 'commands fail while many connections are denied',
    series: [iot('connect_auth_error', '10x60'), failedExecutions('0x20 1 0x39')],
    notifications: ['36m alert', '41m recovery'],
  },
  staysOk: {
    when: 'a command fails, and a few devices are denied',
    series: [iot('connect_auth_error', '2x60'), failedExecutions('0x20 1 0x39')],
  },
  withoutData: {
    when: 'devices are denied and there are no commands',
    series: [iot('connect_auth_error', '10x60'), failedExecutions('_x60')],
    notifications: [],
  },
});
