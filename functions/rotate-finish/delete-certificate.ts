import { DeleteCertificateCommand, type IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';

/** Creates a function that deletes certificates with which no device has connected. */
export function certificateDeletion(client: IoTClient) {
  return {
    /** Deletes a certificate, if it exists. @throws Error if it is active or attached to something */
    async deleteCertificate(certificateId: string): Promise<void> {
      try {
        await client.send(new DeleteCertificateCommand({ certificateId }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}
