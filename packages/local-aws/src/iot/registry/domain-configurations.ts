import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';

/** Domain name under which devices connect, in addition to the default endpoint. */
export interface DomainConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly domainName: string;
  readonly type: 'AWS_MANAGED' | 'CUSTOMER_MANAGED';
  readonly serviceType: 'DATA' | 'CREDENTIAL_PROVIDER';
  readonly serverCertificateArns: readonly string[];
  /** Custom authorizer for devices without a certificate. */
  readonly authorizer?: DomainAuthorizer | undefined;
  readonly isEnabled: boolean;
  /** Time of the last change to the status, in ms since the epoch. */
  readonly changedAt: number;
}

/** Custom authorizer of a domain. */
export interface DomainAuthorizer {
  readonly defaultName: string | undefined;
  /** Whether a device may specify another authorizer. */
  readonly isOverridable: boolean;
}

/** Domain configurations by name. */
export interface DomainConfigurations {
  find(name: string): DomainConfiguration | undefined;
  all(): DomainConfiguration[];
  /** Returns the configuration of a domain name. */
  at(domainName: string): DomainConfiguration | undefined;
  set(configuration: DomainConfiguration): void;
  remove(name: string): void;
}

export const domainConfigurationsOf = perPlatform(({ store }: { store: Store }): DomainConfigurations => {
  const stored: Collection<DomainConfiguration> = store.collection('iot-domain-configurations');
  const all = () => [...stored.entries()].map(([, configuration]) => configuration);
  return {
    find: (name) => stored.get(name),
    all,
    at: (domainName) => all().find((configuration) => configuration.domainName === domainName.toLowerCase()),
    set: (configuration) => stored.set(configuration.name, configuration),
    remove: (name) => void stored.delete(name),
  };
});
