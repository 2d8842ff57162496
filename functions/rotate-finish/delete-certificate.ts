import { DeleteCertificateCommand, type IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';

/** Creates a function that deletes certificates that no device has used to connect. */
export function certificateDeletion(client: IoTClient) {
  return {
    /** Deletes a certificate, if it exists. @throws Error if it is active or attached */
    async deleteCertificate(certificateId: string): Promise<void> {
      try {
        await client.send(new DeleteCertificateCommand({ certificateId }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}
