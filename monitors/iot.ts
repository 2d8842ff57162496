import { composite } from './authoring/composite';
import { metricAlert } from './authoring/metric-alert';

/*
 * Devices and AWS IoT. Nobody ships thresholds for it. A device that is refused tries again every half minute or so, so
 * that a few refusals are one device and a hundred in a quarter of an hour an attack or a broken policy.
 */

export const iotConnectDenied = metricAlert({
  id: 'iot_connect_denied',
  name: '[IoT] Connect.AuthError 監視',
  query: 'sum(last_15m):sum:aws.iot.connect_auth_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  happened: '{{value}} connections were denied within 15 minutes.',
  matters: 'A policy refuses devices of ours, or strangers try certificates.',
});

export const iotConnectUnknown = metricAlert({
  id: 'iot_connect_unknown',
  name: '[IoT] Connection.AuthNError 監視',
  query: 'sum(last_15m):sum:aws.iot.connection_authn_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  happened: '{{value}} connections came with a certificate that AWS IoT does not accept.',
  matters: 'Certificates of ours were set inactive or have expired, or strangers try theirs.',
});

/** AWS IoT cuts the connection of who publishes where it may not, so that each of these is a device that was thrown out. */
export const iotPublishDenied = metricAlert({
  id: 'iot_publish_denied',
  name: '[IoT] PublishIn.AuthError 監視',
  query: 'sum(last_15m):sum:aws.iot.publish_in_auth_error{*}.as_count() >= 20',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  happened: '{{value}} messages were refused by policy, and their devices disconnected.',
  matters: 'Firmware publishes to a topic that the policy does not know: what it reports is lost.',
});

/** Quota: 100 publishes a second and connection (AWS IoT Core quotas, "Message broker"); one burst is one device. */
export const iotPublishThrottled = metricAlert({
  id: 'iot_publish_throttled',
  name: '[IoT] PublishIn.Throttle 監視',
  query: 'sum(last_15m):sum:aws.iot.publish_in_throttle{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'iot-throttled',
  happened: 'AWS IoT throttled {{value}} messages of devices within 15 minutes.',
  matters: 'What a device sends with QoS 0 is lost then: it sends in a loop, or the account is at its quota.',
});

/** Quota: 500 connects a second and account (AWS IoT Core quotas). After an outage all devices come back at once. */
export const iotConnectThrottled = metricAlert({
  id: 'iot_connect_throttled',
  name: '[IoT] Connect.Throttle 監視',
  query: 'sum(last_15m):sum:aws.iot.connect_throttle{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-throttled',
  happened: 'AWS IoT throttled {{value}} connections within 15 minutes.',
  matters: 'Devices come back late; those without back-off keep each other out.',
});

/**
 * A device that is refused asks again, and a repaired one is refused until a person has looked: ten in a quarter of an
 * hour are more than one of those. AWS counts refusals of the hook, used tokens and faults of the template alike.
 */
export const provisioningRefused = metricAlert({
  id: 'provisioning_refused',
  name: '[IoT] RegisterThingFailed 監視',
  query: 'sum(last_15m):sum:aws.iot.register_thing_failed{*} by {templatename}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'provisioning-refused',
  happened: 'The template {{templatename.name}} refused {{value}} new devices within 15 minutes.',
  matters: 'New devices stay without a certificate, or somebody has the claim certificate and tries serial numbers.',
});

/** Each is told at once to those who hear the alerts; that a hundred devices do it within an hour is another thing. */
export const deviceViolations = metricAlert({
  id: 'device_violations',
  name: '[Device Defender] Violations 監視',
  query: 'sum(last_1h):sum:aws.iot.violations{*} by {behaviorname}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'device-violations',
  happened: '{{value}} devices violated {{behaviorname.name}} of the security profile within an hour.',
  matters: 'So many at once are no broken device: a firmware went wrong, or somebody has the keys of a fleet.',
});

/** Refused connections alone are a ticket, and so is what a silent device costs. Both at once: the fleet is locked out. */
export const fleetLockedOut = composite({
  id: 'fleet_locked_out',
  name: '[IoT] The fleet is locked out 監視',
  query: 'iot_connect_denied && states_executions_failed',
  severity: 'page',
  runbook: 'iot-connect-denied',
  happened: 'Many connections are denied, and commands do not reach their devices.',
  matters: 'They are devices of ours: a change of the policy or of the certificates keeps them out.',
});
