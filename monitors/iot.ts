import { composite, metricAlert } from '@himeshima/constructs/monitors';

/*
 * Monitors for devices in AWS IoT. No vendor ships thresholds for these metrics. A rejected device retries about every
 * 30 seconds, so a few rejections mean one device; a hundred within 15 minutes mean an attack or a broken policy.
 */

export const iotConnectDenied = metricAlert({
  id: 'iot_connect_denied',
  name: '[IoT] Connect.AuthError 監視',
  query: 'sum(last_15m):sum:aws.iot.connect_auth_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  summary: '{{value}} connections were denied within 15 minutes.',
  impact: 'A policy denies our own devices, or an attacker is trying certificates.',
});

export const iotConnectUnknown = metricAlert({
  id: 'iot_connect_unknown',
  name: '[IoT] Connection.AuthNError 監視',
  query: 'sum(last_15m):sum:aws.iot.connection_authn_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  summary: '{{value}} connections presented a certificate that AWS IoT does not accept.',
  impact: 'Our certificates are inactive or have expired, or an attacker is trying other certificates.',
});

/** AWS IoT disconnects a client that publishes to a topic without permission, so each error is a disconnected device. */
export const iotPublishDenied = metricAlert({
  id: 'iot_publish_denied',
  name: '[IoT] PublishIn.AuthError 監視',
  query: 'sum(last_15m):sum:aws.iot.publish_in_auth_error{*}.as_count() >= 20',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  summary: '{{value}} messages were denied by policy, and the devices that sent them were disconnected.',
  impact: 'Device firmware publishes to a topic that the policy does not allow. These messages are lost.',
});

/**
 * Quota: 100 publishes per second per connection (AWS IoT Core quotas, "Message broker"). A single burst of throttled messages
 * comes from one device.
 */
export const iotPublishThrottled = metricAlert({
  id: 'iot_publish_throttled',
  name: '[IoT] PublishIn.Throttle 監視',
  query: 'sum(last_15m):sum:aws.iot.publish_in_throttle{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'iot-throttled',
  summary: 'AWS IoT throttled {{value}} device messages within 15 minutes.',
  impact: 'QoS 0 messages are lost. A device is sending in a loop, or the account has reached its quota.',
});

/** Quota: 500 connect requests per second per account (AWS IoT Core quotas). After an outage, all devices reconnect together. */
export const iotConnectThrottled = metricAlert({
  id: 'iot_connect_throttled',
  name: '[IoT] Connect.Throttle 監視',
  query: 'sum(last_15m):sum:aws.iot.connect_throttle{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-throttled',
  summary: 'AWS IoT throttled {{value}} connections within 15 minutes.',
  impact: 'Devices reconnect late. Devices that do not back off prevent each other from connecting.',
});

/**
 * A rejected device retries, and a repaired device is rejected until an operator approves it. Ten rejections within 15
 * minutes mean more than one device. AWS counts hook rejections, reused tokens and template errors in the same metric.
 */
export const provisioningRefused = metricAlert({
  id: 'provisioning_refused',
  name: '[IoT] RegisterThingFailed 監視',
  query: 'sum(last_15m):sum:aws.iot.register_thing_failed{*} by {templatename}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'provisioning-refused',
  summary: 'The template {{templatename.name}} rejected {{value}} registrations within 15 minutes.',
  impact: 'New devices get no certificate, or an attacker has the claim certificate and is guessing serial numbers.',
});

/**
 * Individual violations are published to the alert topic immediately;
 * violations by a hundred devices within an hour are an incident.
 */
export const deviceViolations = metricAlert({
  id: 'device_violations',
  name: '[Device Defender] Violations 監視',
  query: 'sum(last_1h):sum:aws.iot.violations{*} by {behaviorname}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'device-violations',
  summary: '{{value}} devices violated the behavior {{behaviorname.name}} of the security profile within an hour.',
  impact: 'This is more than one broken device: suspect a faulty firmware update or stolen device keys.',
});

/**
 * Denied connections create only a ticket, and a single silent device can make a command fail. The combination means that the
 * fleet is locked out.
 */
export const fleetLockedOut = composite({
  id: 'fleet_locked_out',
  name: '[IoT] The fleet is locked out 監視',
  query: 'iot_connect_denied && states_executions_failed',
  severity: 'page',
  runbook: 'iot-connect-denied',
  summary: 'Many connections are denied, and commands do not reach their devices.',
  impact: 'The denied devices are our own. A change to the policy or to certificates has locked them out.',
});
