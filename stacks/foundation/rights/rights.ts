import { codeAndMessages } from './code-and-messages';
import { dataAndAccounts } from './data-and-accounts';
import { devicesAndPeople } from './devices-and-people';
import type { ServiceRights } from './service';

/** By the prefix of the actions. A resource of another service needs an entry here: a test says which. */
export const rights: Readonly<Record<string, ServiceRights>> = {
  ...devicesAndPeople,
  ...codeAndMessages,
  ...dataAndAccounts,
};
