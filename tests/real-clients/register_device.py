"""Registers a device with boto3, as a backend does, and uses it with paho-mqtt.

Usage: register_device.py NAME MQTT_HOST MQTT_PORT CA_FILE FOLDER

Reads the endpoint and the credentials of the AWS profile in the environment. Writes the returned keys to FOLDER, and prints a
JSON object with the results.
"""

import json
import queue
import sys

import boto3
import paho.mqtt.client as mqtt

name, host, port, authority, folder = sys.argv[1:]
iot = boto3.client("iot")

statements = [
    {"Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:*:*:client/${iot:Connection.Thing.ThingName}"},
    {"Effect": "Allow", "Action": "iot:Publish", "Resource": f"arn:aws:iot:*:*:topic/{name}/data"},
    {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": f"arn:aws:iot:*:*:topicfilter/{name}/data"},
]
iot.update_indexing_configuration(
    thingIndexingConfiguration={"thingIndexingMode": "REGISTRY", "thingConnectivityIndexingMode": "STATUS"}
)
iot.create_thing(thingName=name)
made = iot.create_keys_and_certificate(setAsActive=True)
iot.create_policy(policyName=name, policyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}))
iot.create_thing_group(thingGroupName=name)
iot.attach_policy(policyName=name, target=made["certificateArn"])
iot.attach_thing_principal(thingName=name, principal=made["certificateArn"])
iot.add_thing_to_thing_group(thingName=name, thingGroupName=name)

files = {"cert": f"{folder}/{name}-cert.pem", "key": f"{folder}/{name}-key.pem"}
for file, text in ((files["cert"], made["certificatePem"]), (files["key"], made["keyPair"]["PrivateKey"])):
    with open(file, "w", encoding="utf-8") as written:
        written.write(text)

answers: queue.Queue = queue.Queue()
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5)
client.tls_set(ca_certs=authority, certfile=files["cert"], keyfile=files["key"])
client.on_connect = lambda *arguments: answers.put(str(arguments[3]))
client.on_publish = lambda *arguments: answers.put(str(arguments[3]))
client.on_subscribe = lambda *arguments: answers.put(str(arguments[3][0]))


def answer(request=None) -> str:
    """Makes a request, and returns the reason code in the broker's response."""
    if request is not None:
        request()
    return answers.get(timeout=10)


client.connect(host, int(port))
client.loop_start()
results = {
    "connect": answer(),
    "publish": answer(lambda: client.publish(f"{name}/data", "{}", qos=1)),
    "subscribe": answer(lambda: client.subscribe(f"{name}/data", qos=1)),
    "subscribe elsewhere": answer(lambda: client.subscribe("elsewhere", qos=1)),
}
found = iot.search_index(queryString=f"thingGroupNames:{name} AND connectivity.connected:true")["things"]
client.disconnect()
client.loop_stop()
print(json.dumps({**results, "found": [thing["thingName"] for thing in found]}))
