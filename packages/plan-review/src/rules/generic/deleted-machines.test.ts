import { dangersOf, deleted } from '../dangers.fixture';

test('says that a machine is stopped', () => {
  expect(dangersOf(deleted('proxmox_virtual_environment_vm.agent', { started: false }))).toEqual([
    'outage: proxmox_virtual_environment_vm.agent is deleted: the machine, which is stopped, and its own disks are deleted',
  ]);
  expect(dangersOf(deleted('proxmox_virtual_environment_vm.agent', { started: true }))).toEqual([
    'outage: proxmox_virtual_environment_vm.agent is deleted: the machine and its own disks are deleted',
  ]);
});

test('knows the machines and pools of libvirt, whose types look like names of domains and of workers', () =>
  expect(dangersOf(deleted('libvirt_domain.main'), deleted('libvirt_pool.main'))).toEqual([
    'data loss: libvirt_pool.main is deleted: its volumes are lost unless a copy exists',
    'outage: libvirt_domain.main is deleted: the machine and its own disks are deleted',
  ]));
