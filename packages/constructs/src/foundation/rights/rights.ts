import { codeAndMessages } from './code-and-messages';
import { dataAndAccounts } from './data-and-accounts';
import { devicesAndPeople } from './devices-and-people';
import type { ServiceRights } from './service-rights';

/** Permissions by action prefix. A test reports declared resources whose service has no entry in this list. */
export const rights: Readonly<Record<string, ServiceRights>> = {
  ...devicesAndPeople,
  ...codeAndMessages,
  ...dataAndAccounts,
};
