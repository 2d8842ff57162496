/** Request to fleet provisioning, as encoded in a topic. */
export interface ProvisioningRequest {
  operation: 'create' | 'create-from-csr' | 'provision';
  /** Template name for `provision`; empty for other operations. */
  template: string;
  format: 'json' | 'cbor';
}

const certificates = /^\$aws\/certificates\/(create|create-from-csr)\/(json|cbor)$/;
const provision = /^\$aws\/provisioning-templates\/([^/]+)\/provision\/(json|cbor)$/;

const formatOf = (text: string | undefined) => (text === 'cbor' ? 'cbor' : 'json');

/**
 * Parses a request topic. Source: AWS IoT developer guide, "Device provisioning MQTT API".
 * @returns undefined for all other topics, including response topics
 */
export function parseProvisioningTopic(topic: string): ProvisioningRequest | undefined {
  const [, operation, certificateFormat] = certificates.exec(topic) ?? [];
  if (operation === 'create' || operation === 'create-from-csr')
    return { operation, template: '', format: formatOf(certificateFormat) };
  const [, template, format] = provision.exec(topic) ?? [];
  return template === undefined ? undefined : { operation: 'provision', template, format: formatOf(format) };
}
