import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, hashicorp/aws 6 */
export const aws: KnownChanges = {
  dangers: [
    made('aws_vpc_security_group_ingress_rule', 'PostgreSQL is open to the internet', {
      security_group_id: 'sg-0a1b2c3d4e5f60718',
      description: 'reporting tool',
      cidr_ipv4: '0.0.0.0/0',
      cidr_ipv6: null,
      ip_protocol: 'tcp',
      from_port: 5432,
      to_port: 5432,
    }),
    changed(
      'aws_iam_role',
      'workflows of every repository of the organization may assume the deployment role',
      {
        name: 'deploy-production',
        assume_role_policy:
          '{"Statement":[{"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/shop:ref:refs/heads/main"}},"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}}],"Version":"2012-10-17"}',
        max_session_duration: 3600,
      },
      {
        name: 'deploy-production',
        assume_role_policy:
          '{"Statement":[{"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/*"}},"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}}],"Version":"2012-10-17"}',
        max_session_duration: 3600,
      },
    ),
    changed(
      'aws_iam_policy',
      'the worker may do anything with every bucket',
      {
        name: 'worker',
        path: '/',
        policy:
          '{"Statement":[{"Action":["s3:GetObject","s3:PutObject"],"Effect":"Allow","Resource":"arn:aws:s3:::acme-uploads/*"}],"Version":"2012-10-17"}',
      },
      {
        name: 'worker',
        path: '/',
        policy: '{"Statement":[{"Action":"s3:*","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}',
      },
    ),
    made('aws_iam_role_policy_attachment', 'the role becomes an administrator', {
      role: 'ci-runner',
      policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    changed(
      'aws_lambda_function_url',
      'everyone may call the function without signing in',
      { function_name: 'export-orders', authorization_type: 'AWS_IAM', invoke_mode: 'BUFFERED', cors: [] },
      { function_name: 'export-orders', authorization_type: 'NONE', invoke_mode: 'BUFFERED', cors: [] },
    ),
    changed(
      'aws_lb_listener',
      'the load balancer accepts TLS 1.0',
      { port: 443, protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
      { port: 443, protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' },
    ),
    changed(
      'aws_elasticache_replication_group',
      'the cache has one node and no failover',
      {
        replication_group_id: 'sessions',
        automatic_failover_enabled: true,
        multi_az_enabled: true,
        num_cache_clusters: 3,
        node_type: 'cache.r7g.large',
      },
      {
        replication_group_id: 'sessions',
        automatic_failover_enabled: false,
        multi_az_enabled: false,
        num_cache_clusters: 1,
        node_type: 'cache.r7g.large',
      },
    ),
    changed(
      'aws_db_instance',
      'the database has no automatic backups',
      { identifier: 'orders', engine: 'postgres', instance_class: 'db.m7g.large', backup_retention_period: 14 },
      { identifier: 'orders', engine: 'postgres', instance_class: 'db.m7g.large', backup_retention_period: 0 },
    ),
    changed(
      'aws_dynamodb_table',
      'the table cannot be restored to a point in time',
      {
        name: 'payments',
        billing_mode: 'PAY_PER_REQUEST',
        point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 35 }],
      },
      {
        name: 'payments',
        billing_mode: 'PAY_PER_REQUEST',
        point_in_time_recovery: [{ enabled: false, recovery_period_in_days: null }],
      },
    ),
    removed('aws_kms_key', 'data that this key encrypted becomes unreadable', {
      description: 'customer documents',
      key_usage: 'ENCRYPT_DECRYPT',
      customer_master_key_spec: 'SYMMETRIC_DEFAULT',
      deletion_window_in_days: 7,
      enable_key_rotation: true,
      is_enabled: true,
    }),
    changed(
      'aws_ebs_encryption_by_default',
      'new volumes are not encrypted by default',
      { enabled: true },
      { enabled: false },
    ),
    changed(
      'aws_cloudtrail',
      'calls in other regions are not audited',
      {
        name: 'organization',
        s3_bucket_name: 'acme-audit',
        enable_logging: true,
        include_global_service_events: true,
        is_multi_region_trail: true,
        is_organization_trail: true,
      },
      {
        name: 'organization',
        s3_bucket_name: 'acme-audit',
        enable_logging: true,
        include_global_service_events: true,
        is_multi_region_trail: false,
        is_organization_trail: true,
      },
    ),
    removed('aws_organizations_policy_attachment', 'the guard rail no longer applies to the organizational unit', {
      policy_id: 'p-k2m7abcd',
      target_id: 'ou-a1b2-production',
      skip_destroy: null,
    }),
    changed(
      'aws_cloudwatch_metric_alarm',
      'the alarm notifies no one',
      {
        alarm_name: 'checkout-5xx',
        metric_name: 'HTTPCode_Target_5XX_Count',
        namespace: 'AWS/ApplicationELB',
        threshold: 10,
        actions_enabled: true,
        alarm_actions: ['arn:aws:sns:eu-central-1:123456789012:on-call'],
      },
      {
        alarm_name: 'checkout-5xx',
        metric_name: 'HTTPCode_Target_5XX_Count',
        namespace: 'AWS/ApplicationELB',
        threshold: 10,
        actions_enabled: true,
        alarm_actions: [],
      },
    ),
    changed(
      'aws_cloudwatch_log_group',
      'audit logs are deleted after a week',
      { name: '/aws/eks/production/audit', retention_in_days: 365, log_group_class: 'STANDARD' },
      { name: '/aws/eks/production/audit', retention_in_days: 7, log_group_class: 'STANDARD' },
    ),
    removed('aws_route53_record', 'mail for the domain is not delivered', {
      zone_id: 'Z08912345ABCDEFGHIJKL',
      name: 'example.com',
      fqdn: 'example.com',
      type: 'MX',
      ttl: 3600,
      records: ['1 smtp.google.com'],
    }),
    changed(
      'aws_appautoscaling_target',
      'the service cannot scale out as far as before',
      {
        service_namespace: 'ecs',
        resource_id: 'service/production/checkout',
        scalable_dimension: 'ecs:service:DesiredCount',
        min_capacity: 4,
        max_capacity: 40,
      },
      {
        service_namespace: 'ecs',
        resource_id: 'service/production/checkout',
        scalable_dimension: 'ecs:service:DesiredCount',
        min_capacity: 1,
        max_capacity: 4,
      },
    ),
    changed(
      'aws_eks_cluster',
      'the Kubernetes API is reachable from the internet',
      {
        name: 'production',
        version: '1.33',
        vpc_config: [
          {
            endpoint_private_access: true,
            endpoint_public_access: false,
            public_access_cidrs: [],
            subnet_ids: ['subnet-0a1', 'subnet-0b2'],
          },
        ],
      },
      {
        name: 'production',
        version: '1.33',
        vpc_config: [
          {
            endpoint_private_access: true,
            endpoint_public_access: true,
            public_access_cidrs: ['0.0.0.0/0'],
            subnet_ids: ['subnet-0a1', 'subnet-0b2'],
          },
        ],
      },
    ),
    changed(
      'aws_s3_bucket_lifecycle_configuration',
      'invoices older than 30 days are deleted',
      {
        bucket: 'acme-invoices',
        rule: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: [{ prefix: 'invoices/' }],
            expiration: [{ days: 3650, date: null, expired_object_delete_marker: false }],
          },
        ],
      },
      {
        bucket: 'acme-invoices',
        rule: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: [{ prefix: 'invoices/' }],
            expiration: [{ days: 30, date: null, expired_object_delete_marker: false }],
          },
        ],
      },
    ),
    removed('aws_wafv2_web_acl_association', 'the load balancer is not protected by the firewall', {
      resource_arn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188',
      web_acl_arn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/473e64fd-f30b-4765-81a0-62ad96dd167a',
    }),
    changed(
      'aws_db_snapshot',
      'every AWS account may restore the snapshot',
      { db_instance_identifier: 'orders', db_snapshot_identifier: 'orders-2025', shared_accounts: ['210987654321'] },
      { db_instance_identifier: 'orders', db_snapshot_identifier: 'orders-2025', shared_accounts: ['all'] },
    ),
    removed('aws_route', 'private subnets cannot reach the internet', {
      route_table_id: 'rtb-0123456789abcdef0',
      destination_cidr_block: '0.0.0.0/0',
      nat_gateway_id: 'nat-0fedcba9876543210',
      origin: 'CreateRoute',
      state: 'active',
    }),
    changed(
      'aws_apigatewayv2_route',
      'the route needs no sign-in',
      { api_id: 'a1b2c3d4e5', route_key: 'POST /refunds', authorization_type: 'JWT', authorizer_id: 'x7y8z9' },
      { api_id: 'a1b2c3d4e5', route_key: 'POST /refunds', authorization_type: 'NONE', authorizer_id: null },
    ),
    changed(
      'aws_cognito_user_pool',
      'users sign in without a second factor',
      { name: 'staff', mfa_configuration: 'ON', software_token_mfa_configuration: [{ enabled: true }] },
      { name: 'staff', mfa_configuration: 'OFF', software_token_mfa_configuration: [] },
    ),
    changed(
      'aws_backup_plan',
      'backups are deleted after three days',
      {
        name: 'production',
        rule: [
          {
            rule_name: 'daily',
            target_vault_name: 'production',
            schedule: 'cron(0 3 * * ? *)',
            lifecycle: [{ cold_storage_after: 0, delete_after: 35 }],
          },
        ],
      },
      {
        name: 'production',
        rule: [
          {
            rule_name: 'daily',
            target_vault_name: 'production',
            schedule: 'cron(0 3 * * ? *)',
            lifecycle: [{ cold_storage_after: 0, delete_after: 3 }],
          },
        ],
      },
    ),
  ],
  harmless: [
    changed(
      'aws_s3_bucket_policy',
      'requests without TLS are denied to everyone',
      {
        bucket: 'acme-uploads',
        policy:
          '{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/worker"},"Resource":"arn:aws:s3:::acme-uploads/*"}],"Version":"2012-10-17"}',
      },
      {
        bucket: 'acme-uploads',
        policy:
          '{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/worker"},"Resource":"arn:aws:s3:::acme-uploads/*"},{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny","Principal":"*","Resource":["arn:aws:s3:::acme-uploads","arn:aws:s3:::acme-uploads/*"]}],"Version":"2012-10-17"}',
      },
    ),
    changed(
      'aws_iam_policy',
      'only the formatting of the document changes',
      {
        name: 'reader',
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage"],"Resource":"arn:aws:sqs:eu-central-1:123456789012:orders"}]}',
      },
      {
        name: 'reader',
        policy:
          '{\n  "Statement": [\n    {\n      "Action": ["sqs:DeleteMessage", "sqs:ReceiveMessage"],\n      "Effect": "Allow",\n      "Resource": ["arn:aws:sqs:eu-central-1:123456789012:orders"]\n    }\n  ],\n  "Version": "2012-10-17"\n}\n',
      },
    ),
    made('aws_network_acl_rule', 'remote desktop from the internet is denied', {
      network_acl_id: 'acl-0123456789abcdef0',
      rule_number: 90,
      egress: false,
      protocol: 'tcp',
      rule_action: 'deny',
      cidr_block: '0.0.0.0/0',
      ipv6_cidr_block: null,
      from_port: 3389,
      to_port: 3389,
    }),
    removed('aws_vpc_security_group_ingress_rule', 'SSH is no longer open to the internet', {
      security_group_id: 'sg-0a1b2c3d4e5f60718',
      description: 'temporary',
      cidr_ipv4: '0.0.0.0/0',
      ip_protocol: 'tcp',
      from_port: 22,
      to_port: 22,
    }),
    changed(
      'aws_cloudwatch_log_group',
      'logs are kept longer',
      { name: '/ecs/checkout', retention_in_days: 30, tags: {} },
      { name: '/ecs/checkout', retention_in_days: 400, tags: { team: 'checkout' } },
    ),
    changed(
      'aws_lambda_function',
      'the function gets more memory and time',
      { function_name: 'thumbnails', description: '', memory_size: 256, timeout: 10, runtime: 'nodejs22.x' },
      {
        function_name: 'thumbnails',
        description: 'Makes thumbnails of uploaded pictures',
        memory_size: 512,
        timeout: 30,
        runtime: 'nodejs22.x',
      },
    ),
    changed(
      'aws_security_group',
      'the order of the ranges changes',
      {
        name: 'internal',
        ingress: [
          {
            cidr_blocks: ['10.1.0.0/16', '10.2.0.0/16'],
            description: 'office',
            from_port: 443,
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            protocol: 'tcp',
            security_groups: [],
            self: false,
            to_port: 443,
          },
        ],
      },
      {
        name: 'internal',
        ingress: [
          {
            cidr_blocks: ['10.2.0.0/16', '10.1.0.0/16'],
            description: 'office',
            from_port: 443,
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            protocol: 'tcp',
            security_groups: [],
            self: false,
            to_port: 443,
          },
        ],
      },
    ),
    made('aws_s3_bucket_public_access_block', 'public access is blocked', {
      bucket: 'acme-reports',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    }),
    changed(
      'aws_autoscaling_group',
      'the group may grow further',
      { name: 'web', min_size: 2, max_size: 6, desired_capacity: 2, health_check_grace_period: 300 },
      { name: 'web', min_size: 3, max_size: 12, desired_capacity: 3, health_check_grace_period: 300 },
    ),
    changed(
      'aws_cloudwatch_metric_alarm',
      'the alarm fires earlier and has a better description',
      {
        alarm_name: 'queue-age',
        alarm_description: null,
        comparison_operator: 'GreaterThanThreshold',
        threshold: 600,
        alarm_actions: ['arn:aws:sns:eu-central-1:123456789012:on-call'],
      },
      {
        alarm_name: 'queue-age',
        alarm_description: 'Oldest message is too old, see https://runbooks.example.com/queue-age',
        comparison_operator: 'GreaterThanThreshold',
        threshold: 300,
        alarm_actions: ['arn:aws:sns:eu-central-1:123456789012:on-call'],
      },
    ),
  ],
};
