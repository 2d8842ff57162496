import { DeleteCertificateCommand, type IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';

/** Deletes certificates that nobody has come with. */
export function certificateDropper(client: IoTClient) {
  return {
    /** One that is gone is no error. @throws Error where it is active, or attached to something */
    async drop(certificateId: string): Promise<void> {
      try {
        await client.send(new DeleteCertificateCommand({ certificateId }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}
