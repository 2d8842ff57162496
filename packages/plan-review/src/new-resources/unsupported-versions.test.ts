import type { Value } from '@himeshima/terraform-json';
import { plain } from '../note/json-output';
import { created, planned } from '../rules/dangers.fixture';
import { unsupportedVersions } from './unsupported-versions';

const reported = (type: string, after: Readonly<Record<string, Value>>) =>
  unsupportedVersions(planned([created(`${type}.new`, after)]).changes).map(plain);

test.each([
  ['aws_lambda_function', 'runtime', 'nodejs16.x'],
  ['aws_lambda_function', 'runtime', 'nodejs8.10'],
  ['aws_lambda_function', 'runtime', 'python3.9'],
  ['aws_eks_node_group', 'ami_type', 'AL2_x86_64'],
  ['google_compute_instance', 'image', 'ubuntu-os-cloud/ubuntu-1804-lts'],
  ['google_compute_instance', 'image', 'debian-cloud/debian-10'],
  ['google_compute_instance', 'image', 'centos-cloud/centos-7'],
  ['azurerm_virtual_machine', 'sku', '2012-R2-Datacenter'],
  ['azurerm_virtual_machine', 'sku', '18_04-lts-gen2'],
  ['aws_instance', 'ami', 'ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-server'],
])('names a version whose support has ended: %s.%s = %s', (type, attribute, value) =>
  expect(reported(type, { [attribute]: value })).toEqual([
    `no longer supported: ${attribute} of ${type}.new (${value})`,
  ]),
);

test('names an image in a block', () =>
  expect(
    reported('azurerm_linux_virtual_machine', {
      source_image_reference: [{ offer: 'UbuntuServer', sku: '16.04-LTS', publisher: 'Canonical' }],
    }),
  ).toEqual(['no longer supported: source_image_reference.sku of azurerm_linux_virtual_machine.new (16.04-LTS)']));

test.each([
  ['runtime', 'nodejs24.x'],
  ['image_name', 'centos9-x86_64'],
  ['image_name', 'CentOS-9-x86_64-GenericCloud'],
  ['image', 'centos-stream9-8'],
  ['image_tag', '10.04.1'],
  ['image', 'ghcr.io/acme/ubuntu-focalboard:1'],
  ['image', 'ubuntu-os-pro-cloud/ubuntu-pro-2004-lts'],
  ['family', '2012.1.0'],
  ['sku', '2019-Datacenter'],
  ['image', 'windows-2022-sql-2012'],
  ['runtime', 'python3.13'],
  ['runtime', 'provided.al2023'],
  ['ami_type', 'AL2023_x86_64_STANDARD'],
  ['image', 'ubuntu-os-cloud/ubuntu-2404-lts-amd64'],
  ['image', 'debian-cloud/debian-12'],
  ['image', 'nginx:1.20'],
  ['sku', '22_04-lts-gen2'],
  ['sku', '2022-datacenter-azure-edition'],
  ['ami', 'ami-0c7217cdde317cfec'],
  ['name', 'nodejs16.x'],
])('ignores %s = %s', (attribute, value) => expect(reported('example_thing', { [attribute]: value })).toEqual([]));
