/** Resource types whose attributes are parsed by specific rules. Generic rules, which consider only names, skip these types. */
const ownRules =
  /^(?:datadog_(?:monitor|monitor_json|service_level_objective|downtime|downtime_schedule|dashboard|dashboard_json)|aws_iot_(?:topic_rule|policy|provisioning_template|security_profile|account_audit_configuration)|aws_cloudwatch_(?:metric_alarm|composite_alarm|event_rule)|aws_sfn_state_machine|aws_scheduler_schedule)$/;

/** Returns whether generic rules skip the attributes of a resource type. */
export const hasOwnRules = (type: string): boolean => ownRules.test(type);
