import protobuf from 'protobufjs/light';
import 'protobufjs/ext/descriptor';
import { toJsonString } from 'protobufjs/ext/protojson';

/** Arguments of decode(…, 'proto', …), except that the descriptor file's content replaces its location. */
export interface ProtobufMessage {
  /** FileDescriptorSet from `protoc --include_imports --descriptor_set_out`. */
  readonly descriptor: Uint8Array;
  /** Name of the message type, with or without its package. */
  readonly messageType: string;
  /** Protobuf message in base64. */
  readonly data: string;
}

/**
 * Decodes a protobuf message to JSON according to protobuf's JSON mapping. Source: AWS IoT developer guide,
 * binary-payloads, "Decoding protobuf message payloads".
 * @returns undefined if the descriptor is invalid or lacks the type, or the data does not match the type
 */
export function decodeProtobuf({ descriptor, messageType, data }: ProtobufMessage): string | undefined {
  try {
    const type = protobuf.Root.fromDescriptor(descriptor).lookupType(messageType);
    return toJsonString(type, type.decode(Buffer.from(data, 'base64')));
  } catch {
    // protobufjs throws various errors for invalid bytes, which can come from a device
    return undefined;
  }
}
