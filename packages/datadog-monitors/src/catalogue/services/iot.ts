import type { ServiceRows } from '../service';

export const iot: ServiceRows = {
  namespace: 'aws.iot',
  cloudWatch: 'AWS/IoT',
  tags: ['rulename', 'actiontype', 'protocol'],
  source: 'DataDog/documentation, integrations/amazon_iot.md, commit c3b3530, read 2026-11-24',
  rows: {
    'count error': `
      connect_auth_error connect_client_error connect_server_error connection_authn_error publish_in_auth_error
      publish_in_client_error publish_in_server_error publish_out_auth_error publish_out_client_error
      subscribe_auth_error subscribe_client_error subscribe_server_error unsubscribe_client_error
      unsubscribe_server_error`,
    'count request': `
      delete_thing_shadow_accepted get_thing_shadow_accepted list_named_shadows_for_thing_accepted
      update_thing_shadow_accepted`,
    count: `
      connect_client_idthrottle connect_success connect_throttle credential_exchange_success error_action_failure
      error_action_success failure http_code_4xx http_code_5xx http_request_timeout http_unknown_host parse_error
      ping_success publish_in_success publish_in_throttle publish_out_success publish_out_throttle
      publish_retained_auth_error publish_retained_success publish_retained_throttle queued_server_error queued_success
      queued_throttle rule_message_throttled rule_not_found rules_executed subscribe_success subscribe_throttle success
      throttle_exceeded topic_match unsubscribe_success unsubscribe_throttle`,
  },
};
