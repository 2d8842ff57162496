import { dangersOf, deleted, unchanged } from './dangers.fixture';

const type = 'aws_vpc_security_group_ingress_rule';
const rule = (values: object) => ({
  security_group_id: 'sg-1',
  ip_protocol: 'tcp',
  from_port: 6379,
  to_port: 6379,
  cidr_ipv4: null,
  ...values,
});
const subnet = rule({ cidr_ipv4: '10.20.4.0/24' });

test.each([
  ['of a wider network', { cidr_ipv4: '10.20.0.0/16' }, 0],
  ['of the same network', { cidr_ipv4: '10.20.4.0/24' }, 0],
  ['with more ports', { cidr_ipv4: '10.20.0.0/16', from_port: 6000, to_port: 7000 }, 0],
  ['with all protocols', { cidr_ipv4: '10.0.0.0/8', ip_protocol: '-1', from_port: null, to_port: null }, 0],
  ['of another network', { cidr_ipv4: '10.30.0.0/16' }, 1],
  ['of a smaller network', { cidr_ipv4: '10.20.4.0/25' }, 1],
  ['with another port', { cidr_ipv4: '10.20.0.0/16', from_port: 80, to_port: 80 }, 1],
  ['with another protocol', { cidr_ipv4: '10.20.0.0/16', ip_protocol: 'udp' }, 1],
  ['of another group', { cidr_ipv4: '10.20.0.0/16', security_group_id: 'sg-2' }, 1],
  ['whose network is invalid', { cidr_ipv4: 'everywhere' }, 1],
])('a deleted rule and a kept rule %s: %j', (_, other, dangers) =>
  expect(dangersOf(deleted(`${type}.app`, subnet), unchanged(`${type}.vpc`, rule(other)))).toHaveLength(dangers),
);

test('needs rules for every network of the deleted rule', () => {
  const both = { type: 'ingress', security_group_id: 'sg-1', protocol: 'tcp', from_port: 443, to_port: 443 };
  const gone = deleted('aws_security_group_rule.old', {
    ...both,
    cidr_blocks: ['10.0.1.0/24', '10.0.2.0/24'],
    ipv6_cidr_blocks: ['fd00:1::/64'],
  });
  const kept = (name: string, values: object) => unchanged(`aws_security_group_rule.${name}`, { ...both, ...values });
  const [v4, v6] = [kept('v4', { cidr_blocks: ['10.0.0.0/16'] }), kept('v6', { ipv6_cidr_blocks: ['fd00::/16'] })];
  expect(dangersOf(gone, v4, v6)).toEqual([]);
  expect(dangersOf(gone, v4)).toHaveLength(1);
  expect(dangersOf(gone, v4, kept('v6', { ipv6_cidr_blocks: ['fd00::/16'], type: 'egress' }))).toHaveLength(1);
});

describe('a deleted collaborator who is a member of a team', () => {
  const gone = deleted('github_repository_collaborator.omar', {
    repository: 'checkout',
    username: 'omar',
    permission: 'push',
  });
  const member = unchanged('github_team_membership.omar', { team_id: '7', username: 'omar', role: 'member' });
  const team = (permission: string, team_id = '7') =>
    unchanged('github_team_repository.checkout', { team_id, repository: 'checkout', permission });
  test.each([
    ['push', '7', 0],
    ['admin', '7', 0],
    ['pull', '7', 1],
    ['push', '8', 1],
  ])('with the permission %s of team %s', (permission, id, dangers) =>
    expect(dangersOf(gone, member, team(permission, id))).toHaveLength(dangers),
  );
});
