import protobuf from 'protobufjs/light';
import 'protobufjs/ext/descriptor';
import { toJsonString } from 'protobufjs/ext/protojson';

/** What decode(…, 'proto', …) asks for, its descriptor at hand. */
export interface ProtobufMessage {
  /** A FileDescriptorSet, as `protoc --include_imports --descriptor_set_out` writes it. */
  readonly descriptor: Uint8Array;
  /** With its package or without. */
  readonly messageType: string;
  /** Base64. */
  readonly data: string;
}

/**
 * The JSON of a protobuf message, by protobuf's own mapping.
 * @returns undefined where the descriptor is none, has no such type, or the data are no such message
 * Source: AWS IoT developer guide, binary-payloads, "Decoding protobuf message payloads".
 */
export function decodeProtobuf({ descriptor, messageType, data }: ProtobufMessage): string | undefined {
  try {
    const type = protobuf.Root.fromDescriptor(descriptor).lookupType(messageType);
    return toJsonString(type, type.decode(Buffer.from(data, 'base64')));
  } catch {
    // whatever protobufjs throws at bytes from a device
    return undefined;
  }
}
