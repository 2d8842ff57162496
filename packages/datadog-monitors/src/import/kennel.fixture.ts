const options = {
  timeout_h: 0,
  notify_no_data: false,
  notify_audit: false,
  require_full_window: false,
  new_host_delay: 300,
  include_tags: true,
  escalation_message: null,
  evaluation_delay: null,
  locked: false,
  renotify_interval: 0,
};

/** Files below `generated/` as kennel writes them, by path. */
export const kennelFiles: Readonly<Record<string, object>> = {
  'shop/errors.json': {
    name: 'Shop errors🔒',
    type: 'query alert',
    query: 'sum(last_5m):sum:shop.errors{env:prod}.as_count() > 5.0',
    message: 'Errors in the shop.\n\n@slack-shop',
    tags: ['service:shop', 'team:shop'],
    priority: null,
    options: { ...options, thresholds: { critical: 5.0 } },
    api_resource: 'monitor',
  },
  'shop/outage.json': {
    name: 'Outage🔒',
    type: 'composite',
    query: '%{shop:errors} && !%{payments:late}',
    message: '@slack-shop',
    tags: ['service:shop', 'team:shop'],
    priority: null,
    options,
    api_resource: 'monitor',
  },
  'shop/overview.json': { title: 'Shop🔒', layout_type: 'ordered', widgets: [], api_resource: 'dashboard' },
};
