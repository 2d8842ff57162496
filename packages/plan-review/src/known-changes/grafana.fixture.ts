import { changed, type KnownChanges, made, removed } from './known-change';

const group = (more: object) => ({
  folder_uid: 'f',
  interval_seconds: 60,
  rule: [{ name: 'load', for: '5m', no_data_state: 'Alerting', is_paused: false, ...more }],
});
const contact = { email: [{ addresses: ['oncall@example.com'], disable_resolve_message: false }] };

/** Source: Terraform Registry, grafana/grafana 3 and 4 */
export const grafana: KnownChanges = {
  dangers: [
    removed('grafana_rule_group', 'its alerts no longer fire', group({})),
    changed('grafana_rule_group', 'the alert is paused', group({}), group({ is_paused: true })),
    changed('grafana_rule_group', 'the alert fires an hour later', group({}), group({ for: '1h' })),
    changed(
      'grafana_rule_group',
      'missing data no longer triggers an alert',
      group({}),
      group({ no_data_state: 'OK' }),
    ),
    changed('grafana_rule_group', 'the rules are evaluated only every hour', group({}), {
      ...group({}),
      interval_seconds: 3600,
    }),
    changed(
      'grafana_rule_group',
      'loses an alert',
      { ...group({}), rule: [...group({}).rule, { name: 'disk', for: '5m', is_paused: false }] },
      group({}),
    ),
    removed('grafana_contact_point', 'alerts reach no one', contact),
    changed('grafana_contact_point', 'alerts reach no one', contact, { email: [] }),
    removed('grafana_notification_policy', 'alerts are no longer routed'),
    made('grafana_mute_timing', 'mutes alerts on weekends', { intervals: [{ weekdays: ['saturday', 'sunday'] }] }),
    removed('grafana_data_source', 'dashboards and alerts lose their data', { type: 'prometheus' }),
    removed('grafana_folder', 'dashboards and alerts in the folder are deleted'),
    changed(
      'grafana_folder_permission',
      'everyone may edit',
      { permissions: [{ role: 'Viewer', permission: 'View' }] },
      { permissions: [{ role: 'Viewer', permission: 'Edit' }] },
    ),
    changed('grafana_user', 'the user becomes an administrator of the server', { is_admin: false }, { is_admin: true }),
    made('grafana_dashboard_public', 'anyone can see the dashboard', { is_enabled: true, dashboard_uid: 'd' }),
    changed(
      'grafana_sso_settings',
      'anyone can sign up',
      { oauth2_settings: [{ allow_sign_up: false }] },
      { oauth2_settings: [{ allow_sign_up: true }] },
    ),
  ],
  harmless: [
    changed('grafana_rule_group', 'alerts sooner', group({ for: '1h' }), group({})),
    changed('grafana_rule_group', 'the alert runs again', group({ is_paused: true }), group({})),
    changed(
      'grafana_dashboard',
      'the title changes',
      { config_json: '{"title":"a"}' },
      { config_json: '{"title":"b"}' },
    ),
    made('grafana_folder', 'a new folder', { title: 'Shop' }),
    made('grafana_data_source', 'a new data source', { type: 'prometheus', url: 'http://prometheus:9090' }),
    changed('grafana_contact_point', 'an additional person is notified', contact, {
      email: [{ addresses: ['oncall@example.com', 'lead@example.com'], disable_resolve_message: false }],
    }),
  ],
};
